#include "report/json.h"

#include <nlohmann/json.hpp>

#include "report/fix_lines.h"
#include "report/place.h"

namespace stopgate::report {

namespace {

using Json = nlohmann::ordered_json;

Json json_of(const source::Location& location) {
  Json out = {{"file", location.file}};
  if (location.begin.line == 0) return out;
  out["line"] = location.begin.line;
  out["column"] = location.begin.column;
  out["end_line"] = location.end.line;
  out["end_column"] = location.end.column;
  return out;
}

// Nothing to point at is null, never an empty file name.
Json location_or_null(const source::Location& location) {
  return location.file.empty() ? Json(nullptr) : json_of(location);
}

Json json_of(const finding::Subject& subject) {
  if (!subject.address.empty()) return {{"address", subject.address}};
  if (subject.kind.empty() && subject.name.empty()) return nullptr;
  return {{"kind", subject.kind}, {"namespace", subject.name_space}, {"name", subject.name}};
}

Json fix_or_null(const finding::Finding& finding, const source::SourceMap& sources,
                 const SecretPlaces& secrets) {
  if (!finding.fix || !is_offered(*finding.fix, sources, secrets)) return nullptr;
  Json edits = Json::array();
  for (const auto& edit : sorted_edits(*finding.fix))
    edits.push_back({{"location", json_of(sources.locate(edit.place))}, {"text", edit.text}});
  return {{"title", finding.fix->title}, {"edits", std::move(edits)}};
}

Json json_of(const finding::Finding& finding, const source::SourceMap& sources,
             const SecretPlaces& secrets) {
  Json related = Json::array();
  for (const auto& other : finding.related)
    related.push_back(
        {{"location", location_or_null(sources.locate(other.place))}, {"message", other.message}});
  return {{"policy", finding.policy},
          {"severity", name_of(finding.severity)},
          {"message", finding.message},
          {"incident", finding.incident},
          {"remediation", finding.remediation},
          {"fingerprint", finding.fingerprint},
          {"status", name_of(finding.status)},
          {"indirect", finding.is_indirect},
          {"level", name_of(finding.level)},
          {"location", location_or_null(location_of(finding, sources))},
          {"resource", json_of(finding.subject)},
          {"attribute", finding.attribute},
          {"secret", finding.is_secret},
          {"instances", finding.instances},
          {"related", std::move(related)},
          {"fix", fix_or_null(finding, sources, secrets)}};
}

template <typename Items>
Json list_of(const Items& items, const source::SourceMap& sources);

std::string_view name_of(review::Edit edit) {
  switch (edit) {
    case review::Edit::Added:
      return "added";
    case review::Edit::Removed:
      return "removed";
    case review::Edit::Changed:
      return "changed";
    case review::Edit::Reordered:
      return "reordered";
  }
  return "";
}

std::string_view name_of(review::Noise noise) {
  switch (noise) {
    case review::Noise::None:
      return "";
    case review::Noise::Computed:
      return "computed";
    case review::Noise::Trivial:
      return "trivial";
    case review::Noise::Duplicate:
      return "duplicate";
  }
  return "";
}

Json json_of(const review::AttributeLine& attribute, const source::SourceMap& sources) {
  const auto& edit = attribute.edit;
  const auto side = [&](const std::string& text, review::Edit absent) {
    return edit.edit == absent ? Json(nullptr) : Json(text);
  };
  return {{"path", edit.path},
          {"edit", name_of(edit.edit)},
          {"before", side(edit.before, review::Edit::Added)},
          {"after", side(edit.after, review::Edit::Removed)},
          {"forces_replacement", edit.forces_replacement},
          {"known_after_apply", edit.is_unknown},
          {"sensitive", edit.is_sensitive},
          {"noise", name_of(edit.noise)},
          {"location", location_or_null(location_of(attribute.place, "", sources))}};
}

Json json_of(const review::ChangeLine& change, const source::SourceMap& sources) {
  return {{"address", change.address},
          {"action", change.action},
          {"type", change.type},
          {"reason", change.reason},
          {"loss", change.loss},
          {"loss_note", change.loss_note},
          {"location", location_or_null(location_of(change.place, "", sources))},
          {"plan", change.plan},
          {"module", change.module},
          {"create_before_destroy", change.creates_first},
          {"light", plan::name_of(change.light)},
          {"attributes", list_of(change.attributes, sources)},
          {"attributes_left_out", change.attributes_left_out},
          {"origin", change.origin},
          {"why", change.why},
          {"dependents", change.dependents},
          {"dependents_left_out", change.dependents_left_out},
          {"digest", change.digest}};
}

Json json_of(const review::DriftLine& drift, const source::SourceMap&) {
  return {{"address", drift.address},
          {"action", drift.action},
          {"outcome", drift.outcome},
          {"attributes", drift.rows},
          {"plan", drift.plan}};
}

Json json_of(const review::OutputLine& output, const source::SourceMap&) {
  return {{"name", output.name},
          {"action", output.action},
          {"before", output.before},
          {"after", output.after},
          {"plan", output.plan}};
}

Json json_of(const review::PlanLine& plan, const source::SourceMap&) {
  return {{"path", plan.path},
          {"mode", plan.mode},
          {"terraform_version", plan.terraform_version},
          {"fingerprint", plan.fingerprint},
          {"errored", plan.is_errored},
          {"complete", plan.is_complete}};
}

Json json_of(const source::Diagnostic& diagnostic, const source::SourceMap& sources) {
  constexpr const char* kNames[] = {"note", "warning", "error"};
  return {{"severity", kNames[static_cast<std::size_t>(diagnostic.severity)]},
          {"message", diagnostic.message},
          {"help", diagnostic.help},
          {"location", location_or_null(location_of(diagnostic.place, diagnostic.path, sources))}};
}

Json json_of(const review::Coverage& coverage, const source::SourceMap& sources) {
  Json skipped = Json::array();
  for (const auto& [path, reason] : coverage.skipped)
    skipped.push_back({{"path", path}, {"reason", reason}});
  Json policies = Json::array();
  for (const auto& count : coverage.policies)
    policies.push_back({{"policy", count.policy},
                        {"matched", count.matched},
                        {"findings", count.findings},
                        {"undecided", count.undecided}});
  Json undecided = Json::array();
  for (const auto& item : coverage.undecided)
    undecided.push_back({{"policy", item.policy},
                         {"resource", json_of(item.subject)},
                         {"reason", item.reason},
                         {"location", location_or_null(location_of(item.place, "", sources))}});
  return {{"files", coverage.files},           {"parsed", coverage.parsed},
          {"unreadable", coverage.unreadable}, {"skipped", std::move(skipped)},
          {"resources", coverage.resources},   {"suppressed", coverage.suppressed},
          {"accepted", coverage.accepted},     {"policies", std::move(policies)},
          {"undecided", std::move(undecided)}};
}

Json json_of(const review::SuppressionNote& note, const source::SourceMap& sources) {
  return {{"location", location_or_null(sources.locate(note.place))},
          {"tool", note.tool},
          {"policies", note.policies},
          {"reason", note.reason},
          {"owner", note.owner},
          {"findings", note.findings},
          {"new", note.is_new},
          {"state", name_of(note.state)},
          {"problems", note.problems}};
}

Json allowances_of(const review::Review& review) {
  Json out = Json::array();
  for (const auto& allowance : review.allowances)
    out.push_back({{"severity", name_of(allowance.severity)},
                   {"most", allowance.most},
                   {"found", allowance.found}});
  return out;
}

Json shard_of(const review::Review& review) {
  if (!review.shard) return nullptr;
  return {{"index", review.shard->index}, {"count", review.shard->count}};
}

Json override_of(const review::Review& review) {
  if (!review.override_by) return nullptr;
  return {{"owner", review.override_by->owner},
          {"label", review.override_by->label},
          {"findings", review.override_by->findings}};
}

Json json_of(const review::Comparison& comparison) {
  return {{"base", comparison.base},
          {"head", comparison.head},
          {"base_commit", comparison.base_commit},
          {"head_commit", comparison.head_commit},
          {"files", comparison.files}};
}

template <typename Items>
Json list_of(const Items& items, const source::SourceMap& sources) {
  Json out = Json::array();
  for (const auto& item : items) out.push_back(json_of(item, sources));
  return out;
}

}  // namespace

std::string json_report(const review::Review& review, const source::SourceMap& sources,
                        const Options& options) {
  const SecretPlaces secrets(review);
  Json findings = Json::array();
  for (const auto& finding : review.findings)
    findings.push_back(json_of(finding, sources, secrets));
  const Json report = {{"version", kJsonVersion},
                       {"tool", {{"name", "stopgate"}, {"version", options.version}}},
                       {"verdict", name_of(review.verdict)},
                       {"headline", review.headline},
                       {"gate", name_of(review.gate)},
                       {"all", review.judges_old},
                       {"allowances", allowances_of(review)},
                       {"shard", shard_of(review)},
                       {"comparison", review.comparison ? json_of(*review.comparison) : Json()},
                       {"override", override_of(review)},
                       {"coverage", json_of(review.coverage, sources)},
                       {"findings", std::move(findings)},
                       {"plans", list_of(review.plans, sources)},
                       {"changes", list_of(review.changes, sources)},
                       {"suppressions", list_of(review.suppressions, sources)},
                       {"drift", list_of(review.drift, sources)},
                       {"outputs", list_of(review.outputs, sources)},
                       {"diagnostics", list_of(review.diagnostics, sources)}};
  // Bytes that are not UTF-8 become U+FFFD: the text comes from files.
  return report.dump(2, ' ', true, Json::error_handler_t::replace) + "\n";
}

}  // namespace stopgate::report
