#include "report/read_json.h"

#include <nlohmann/json.hpp>
#include <vector>

#include "base/text.h"
#include "report/json.h"
#include "report/json_members.h"
#include "report/stand_ins.h"
#include "review/assemble.h"
#include "review/fold.h"
#include "review/headline.h"

namespace stopgate::report {

namespace {

using Json = nlohmann::json;

constexpr std::size_t kFindings = 100'000;
constexpr std::size_t kAttributes = 1'000;
constexpr auto kMany = 1'000'000'000U;

finding::Subject subject_of(const Json& json) {
  return {.address = text_at(json, "address"),
          .kind = text_at(json, "kind"),
          .name_space = text_at(json, "namespace"),
          .name = text_at(json, "name")};
}

finding::Status status_of(std::string_view name) {
  if (name == name_of(finding::Status::Old)) return finding::Status::Old;
  if (name == name_of(finding::Status::Fixed)) return finding::Status::Fixed;
  return finding::Status::New;
}

// A hash that we could have written; another one is made up from the text, so that two findings
// never share one by trickery.
bool is_fingerprint(std::string_view text) {
  return text.size() == 20 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

finding::Finding finding_of(const Json& json, const StandIns& files, std::size_t index) {
  finding::Finding out;
  out.policy = text_at(json, "policy", 200);
  // An unknown severity is shown as the worst: nothing gets through the gate by a typo.
  out.severity =
      finding::parse_severity(text_at(json, "severity", 20)).value_or(finding::Severity::Critical);
  out.message = text_at(json, "message");
  out.incident = text_at(json, "incident");
  out.remediation = text_at(json, "remediation");
  out.attribute = text_at(json, "attribute");
  out.status = status_of(text_at(json, "status", 20));
  // Advisory is what the author of a report might like its findings to be; `post` shows it, and no
  // gate reads it.
  out.level =
      finding::parse_level(text_at(json, "level", 20)).value_or(finding::Level::Overridable);
  out.is_indirect = flag_at(json, "indirect");
  out.is_secret = flag_at(json, "secret");
  out.subject = subject_of(object_at(json, "resource"));
  const auto& location = object_at(json, "location");
  out.place = files.place(location);
  if (!out.place.is_known()) out.path = text_at(location, "file", kPathBytes);
  for (const auto& instance : list_at(json, "instances"))
    if (instance.is_string()) out.instances.push_back(instance.get<std::string>().substr(0, 1'000));
  for (const auto& related : list_at(json, "related"))
    if (related.is_object())
      out.related.push_back(
          {files.place(object_at(related, "location")), text_at(related, "message")});
  out.fingerprint = text_at(json, "fingerprint", 100);
  if (!is_fingerprint(out.fingerprint))
    out.fingerprint = finding::fingerprint(out, out.path, index);
  return out;
}

void take_texts(const Json& from, const char* name, std::vector<std::string>& to) {
  for (const auto& text : list_at(from, name))
    if (text.is_string()) to.push_back(text.get<std::string>().substr(0, 1'000));
}

review::AttributeLine attribute_of(const Json& json, const StandIns& files) {
  review::AttributeLine out;
  auto& edit = out.edit;
  edit.path = text_at(json, "path", 1'000);
  edit.attribute_size = std::min(edit.path.find(" › "), edit.path.find_first_of(":"));
  edit.attribute_size = std::min(edit.attribute_size, edit.path.size());
  const auto kind = text_at(json, "edit", 20);
  edit.edit = kind == "added"       ? review::Edit::Added
              : kind == "removed"   ? review::Edit::Removed
              : kind == "reordered" ? review::Edit::Reordered
                                    : review::Edit::Changed;
  const auto noise = text_at(json, "noise", 20);
  edit.noise = noise == "computed"    ? review::Noise::Computed
               : noise == "trivial"   ? review::Noise::Trivial
               : noise == "duplicate" ? review::Noise::Duplicate
                                      : review::Noise::None;
  edit.before = text_at(json, "before", 2'000);
  edit.after = text_at(json, "after", 2'000);
  edit.forces_replacement = flag_at(json, "forces_replacement");
  edit.is_unknown = flag_at(json, "known_after_apply");
  edit.is_sensitive = flag_at(json, "sensitive");
  out.place = files.place(object_at(json, "location"));
  return out;
}

review::ChangeLine change_of(const Json& json, const StandIns& files) {
  review::ChangeLine out;
  out.address = text_at(json, "address");
  out.action = text_at(json, "action", 100);
  out.type = text_at(json, "type", 500);
  out.reason = text_at(json, "reason");
  out.loss = text_at(json, "loss", 10);
  out.loss_note = text_at(json, "loss_note", 500);
  out.plan = text_at(json, "plan", kPathBytes);
  out.place = files.place(object_at(json, "location"));
  out.module = text_at(json, "module");
  out.creates_first = flag_at(json, "create_before_destroy");
  out.origin = text_at(json, "origin", 20);
  out.dependents_left_out = number_at(json, "dependents_left_out", kMany);
  for (const auto& [name, to] : {std::pair("why", &out.why), {"dependents", &out.dependents}})
    take_texts(json, name, *to);
  for (const auto& item : list_at(json, "attributes"))
    if (item.is_object() && out.attributes.size() < kAttributes)
      out.attributes.push_back(attribute_of(item, files));
  out.attributes_left_out = number_at(json, "attributes_left_out", kMany);
  const auto light = text_at(json, "light", 20);
  for (const auto known : {plan::Light::Tags, plan::Light::Description, plan::Light::Computed})
    if (light == plan::name_of(known)) out.light = known;
  return out;
}

review::PlanLine plan_of(const Json& json) {
  review::PlanLine out;
  out.path = text_at(json, "path", kPathBytes);
  out.mode = text_at(json, "mode", 20);
  out.terraform_version = text_at(json, "terraform_version", 100);
  out.fingerprint = text_at(json, "fingerprint", 100);
  out.is_errored = flag_at(json, "errored");
  out.is_complete = !json.contains("complete") || flag_at(json, "complete");
  return out;
}

review::DriftLine drift_of(const Json& json) {
  review::DriftLine out;
  out.address = text_at(json, "address");
  out.action = text_at(json, "action", 100);
  out.outcome = text_at(json, "outcome", 100);
  out.plan = text_at(json, "plan", kPathBytes);
  take_texts(json, "attributes", out.rows);
  return out;
}

review::OutputLine output_of(const Json& json) {
  return {.name = text_at(json, "name", 500),
          .action = text_at(json, "action", 100),
          .before = text_at(json, "before", 2'000),
          .after = text_at(json, "after", 2'000),
          .plan = text_at(json, "plan", kPathBytes)};
}

review::SuppressionNote suppression_of(const Json& json, const StandIns& files) {
  review::SuppressionNote out;
  out.place = files.place(object_at(json, "location"));
  out.tool = text_at(json, "tool", 100);
  out.reason = text_at(json, "reason");
  out.owner = text_at(json, "owner", 500);
  out.findings = number_at(json, "findings", kMany);
  out.is_new = flag_at(json, "new");
  out.state = finding::parse_suppression_state(text_at(json, "state", 20))
                  .value_or(finding::SuppressionState::Used);
  take_texts(json, "policies", out.policies);
  take_texts(json, "problems", out.problems);
  return out;
}

// What the gate was, and what lets findings pass it.
void read_gate(const Json& report, review::Review& out) {
  out.gate = finding::parse_severity(text_at(report, "gate", 20)).value_or(finding::Severity::High);
  out.judges_old = flag_at(report, "all");
  for (const auto& item : list_at(report, "allowances"))
    if (const auto severity = finding::parse_severity(text_at(item, "severity", 20)))
      out.allowances.push_back({.severity = *severity, .most = number_at(item, "most", kMany)});
  const auto& override_by = object_at(report, "override");
  if (!override_by.empty())
    out.override_by = review::Override{.owner = text_at(override_by, "owner", 500),
                                       .label = text_at(override_by, "label", 500)};
  const auto& comparison = object_at(report, "comparison");
  if (!comparison.empty())
    out.comparison = review::Comparison{.base = text_at(comparison, "base", 500),
                                        .head = text_at(comparison, "head", 500),
                                        .base_commit = text_at(comparison, "base_commit", 100),
                                        .head_commit = text_at(comparison, "head_commit", 100),
                                        .files = number_at(comparison, "files", kMany)};
  const auto& shard = object_at(report, "shard");
  if (!shard.empty())
    out.shard = finding::Shard{.index = number_at(shard, "index", 1'000),
                               .count = number_at(shard, "count", 1'000)};
}

source::Diagnostic diagnostic_of(const Json& json, const StandIns& files) {
  source::Diagnostic out;
  const auto severity = text_at(json, "severity", 20);
  out.severity = severity == "note"      ? source::Severity::Note
                 : severity == "warning" ? source::Severity::Warning
                                         : source::Severity::Error;
  out.message = text_at(json, "message");
  out.help = text_at(json, "help");
  const auto& location = object_at(json, "location");
  out.place = files.place(location);
  if (!out.place.is_known()) out.path = text_at(location, "file", kPathBytes);
  return out;
}

review::Coverage coverage_of(const Json& json, const StandIns& files) {
  review::Coverage out;
  out.files = number_at(json, "files", kMany);
  out.parsed = number_at(json, "parsed", kMany);
  out.resources = number_at(json, "resources", kMany);
  out.suppressed = number_at(json, "suppressed", kMany);
  out.accepted = number_at(json, "accepted", kMany);
  for (const auto& path : list_at(json, "unreadable"))
    if (path.is_string()) out.unreadable.push_back(path.get<std::string>().substr(0, kPathBytes));
  for (const auto& count : list_at(json, "policies"))
    if (count.is_object())
      out.policies.push_back({text_at(count, "policy", 200), number_at(count, "matched", kMany),
                              number_at(count, "findings", kMany),
                              number_at(count, "undecided", kMany)});
  for (const auto& item : list_at(json, "undecided"))
    if (item.is_object())
      out.undecided.push_back({text_at(item, "policy", 200),
                               subject_of(object_at(item, "resource")), text_at(item, "reason"),
                               files.place(object_at(item, "location"))});
  return out;
}

void see_locations(const Json& report, StandIns& files) {
  for (const auto* list : {"findings", "changes", "diagnostics", "suppressions"})
    for (const auto& item : list_at(report, list)) {
      if (!item.is_object()) continue;
      files.see(object_at(item, "location"));
      for (const auto& related : list_at(item, "related"))
        if (related.is_object()) files.see(object_at(related, "location"));
      for (const auto& attribute : list_at(item, "attributes"))
        if (attribute.is_object()) files.see(object_at(attribute, "location"));
    }
  for (const auto& item : list_at(object_at(report, "coverage"), "undecided"))
    if (item.is_object()) files.see(object_at(item, "location"));
}

}  // namespace

Result<ReadReport> read_json_report(std::string_view text, std::string_view path) {
  const auto report = Json::parse(text, nullptr, false);
  const auto where = quoted(path);
  if (report.is_discarded()) return fail(where + " is not JSON, or was cut off");
  if (!report.is_object() || !report.contains("findings"))
    return fail(where + " is no report of stopgate: it has no findings; write one with " +
                "`--format json=FILE`");
  const auto version = number_at(report, "version", 1'000'000);
  if (version != kJsonVersion)
    return fail(where + " has version " + std::to_string(version) + ", and this stopgate reads " +
                std::to_string(kJsonVersion) + "; use the same stopgate for both");
  const auto& findings = list_at(report, "findings");
  if (findings.size() > kFindings)
    return fail(where + " has " + std::to_string(findings.size()) +
                " findings, more than the limit of " + std::to_string(kFindings));
  ReadReport out;
  out.sources = std::make_unique<source::SourceMap>();
  out.version = text_at(object_at(report, "tool"), "version", 100);
  StandIns files(*out.sources);
  see_locations(report, files);
  files.make();
  auto& review = out.review;
  read_gate(report, review);
  for (const auto& item : findings)
    if (item.is_object())
      review.findings.push_back(finding_of(item, files, review.findings.size()));
  for (const auto& item : list_at(report, "changes"))
    if (item.is_object()) review.changes.push_back(change_of(item, files));
  for (const auto& item : list_at(report, "diagnostics"))
    if (item.is_object()) review.diagnostics.push_back(diagnostic_of(item, files));
  for (const auto& item : list_at(report, "plans"))
    if (item.is_object()) review.plans.push_back(plan_of(item));
  for (const auto& item : list_at(report, "drift"))
    if (item.is_object()) review.drift.push_back(drift_of(item));
  for (const auto& item : list_at(report, "outputs"))
    if (item.is_object()) review.outputs.push_back(output_of(item));
  for (const auto& item : list_at(report, "suppressions"))
    if (item.is_object()) review.suppressions.push_back(suppression_of(item, files));
  review.coverage = coverage_of(object_at(report, "coverage"), files);
  review::count(review);
  review.groups = review::fold(review);
  review.verdict = verdict_of(review);
  review.headline = headline_of(review);
  return out;
}

}  // namespace stopgate::report
