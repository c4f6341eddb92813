#include "report/sarif.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <string_view>

#include "base/text.h"
#include "report/escape.h"
#include "report/fix_lines.h"
#include "report/place.h"
#include "report/review_words.h"
#include "report/wording.h"

namespace stopgate::report {

namespace {

using Json = nlohmann::ordered_json;
using finding::Finding;
using finding::Severity;

constexpr std::size_t kDescriptionBytes = 1'000;
constexpr std::size_t kRelated = 90;  // GitHub shows a hundred locations
constexpr std::size_t kNotifications = 200;

std::string_view level_of(Severity severity) {
  switch (severity) {
    case Severity::Info:
    case Severity::Low:
      return "note";
    case Severity::Medium:
      return "warning";
    case Severity::High:
    case Severity::Critical:
      return "error";
  }
  return "none";
}

// Where GitHub draws its lines: above 9.0 critical, above 7.0 high, above 4.0 medium.
std::string_view score_of(Severity severity) {
  switch (severity) {
    case Severity::Info:
      return "0.5";
    case Severity::Low:
      return "2.0";
    case Severity::Medium:
      return "5.5";
    case Severity::High:
      return "8.0";
    case Severity::Critical:
      return "9.5";
  }
  return "0.0";
}

// Relative to the root of the repository, as uploads must be; an absolute path is a file URI.
Json artifact_of(std::string_view file) {
  file = repository_path(file);
  if (file.starts_with('/')) return {{"uri", "file://" + percent_encoded(file)}};
  return {{"uri", percent_encoded(file)}, {"uriBaseId", "%SRCROOT%"}};
}

Json region_of(const source::Location& location) {
  return {{"startLine", location.begin.line},
          {"startColumn", location.begin.column},
          {"endLine", location.end.line},
          {"endColumn", location.end.column}};
}

Json location_json(const source::Location& location) {
  // Code scanning takes no location without a region.
  Json region = {{"startLine", 1}};
  if (location.begin.line > 0) region = region_of(location);
  return {{"physicalLocation",
           {{"artifactLocation", artifact_of(location.file)}, {"region", std::move(region)}}}};
}

Json rule_of(const Finding& finding, Severity worst) {
  std::string help;
  if (!finding.incident.empty())
    help += "What breaks: " + shortened(finding.incident, kDescriptionBytes) + "\n\n";
  if (!finding.remediation.empty())
    help += "What to do: " + shortened(finding.remediation, kDescriptionBytes) + "\n";
  const auto& summary = finding.incident.empty() ? finding.policy : finding.incident;
  return {{"id", finding.policy},
          {"shortDescription", {{"text", shortened(summary, kDescriptionBytes)}}},
          // Code scanning demands it beside the short one.
          {"fullDescription", {{"text", shortened(summary, kDescriptionBytes)}}},
          {"help", {{"text", help.empty() ? finding.policy : help}}},
          {"defaultConfiguration", {{"level", level_of(worst)}}},
          {"properties", {{"tags", {"security"}}, {"security-severity", score_of(worst)}}}};
}

// One rule a policy, in the order of ids; a result names its place in the list.
class Rules {
 public:
  explicit Rules(const std::vector<const Finding*>& findings) {
    for (const auto* finding : findings) {
      auto& rule = rules_[finding->policy];
      if (rule.sample == nullptr) rule.sample = finding;
      rule.worst = std::max(rule.worst, finding->severity);
    }
    std::size_t index = 0;
    for (auto& [policy, rule] : rules_) rule.index = index++;
  }

  [[nodiscard]] std::size_t index_of(const std::string& policy) const {
    return rules_.at(policy).index;
  }

  [[nodiscard]] Json json() const {
    Json out = Json::array();
    for (const auto& [policy, rule] : rules_) out.push_back(rule_of(*rule.sample, rule.worst));
    return out;
  }

 private:
  struct Rule {
    const Finding* sample = nullptr;
    Severity worst = Severity::Info;
    std::size_t index = 0;
  };
  std::map<std::string, Rule> rules_;
};

// One fix, with the replacements of each file.
Json fixes_of(const finding::Fix& fix, const source::SourceMap& sources) {
  Json changes = Json::array();
  source::FileId file = source::kNoFile;
  for (const auto& edit : sorted_edits(fix)) {
    const auto location = sources.locate(edit.place);
    if (edit.place.file != file)
      changes.push_back(
          {{"artifactLocation", artifact_of(location.file)}, {"replacements", Json::array()}});
    file = edit.place.file;
    changes.back()["replacements"].push_back(
        {{"deletedRegion", region_of(location)}, {"insertedContent", {{"text", edit.text}}}});
  }
  return Json::array({{{"description", {{"text", shortened(fix.title, kDescriptionBytes)}}},
                       {"artifactChanges", std::move(changes)}}});
}

Json result_of(const Finding& finding, const Rules& rules, const source::SourceMap& sources,
               const SecretPlaces& secrets) {
  Json out = {{"ruleId", finding.policy},
              {"ruleIndex", rules.index_of(finding.policy)},
              {"level", level_of(finding.severity)},
              {"message", {{"text", message_of(finding)}}},
              {"baselineState", finding.status == finding::Status::New ? "new" : "unchanged"}};
  if (finding.is_indirect) out["properties"] = {{"whyNow", kIndirect}};
  if (const auto location = location_of(finding, sources); !location.file.empty()) {
    out["locations"] = Json::array({location_json(location)});
    if (const auto subject = finding::to_string(finding.subject); !subject.empty())
      out["locations"][0]["logicalLocations"] = Json::array({{{"fullyQualifiedName", subject}}});
  }
  Json related = Json::array();
  for (const auto& other : finding.related) {
    if (!other.place.is_known() || related.size() == kRelated) continue;
    auto location = location_json(sources.locate(other.place));
    location["id"] = related.size() + 1;
    location["message"] = {{"text", shortened(other.message, kDescriptionBytes)}};
    related.push_back(std::move(location));
  }
  if (!related.empty()) out["relatedLocations"] = std::move(related);
  if (finding.fix && is_offered(*finding.fix, sources, secrets))
    out["fixes"] = fixes_of(*finding.fix, sources);
  // The second is the only one that code scanning reads.
  out["partialFingerprints"] = {{"stopgate/v1", finding.fingerprint},
                                {"primaryLocationLineHash", finding.fingerprint + ":1"}};
  return out;
}

Json notification_of(std::string_view level, std::string text, const source::Location& location) {
  Json out = {{"level", level}, {"message", {{"text", std::move(text)}}}};
  if (!location.file.empty()) out["locations"] = Json::array({location_json(location)});
  return out;
}

Json notifications_of(const review::Review& review, const source::SourceMap& sources,
                      std::size_t dropped) {
  constexpr std::string_view kLevels[] = {"note", "warning", "error"};
  Json out = Json::array();
  if (dropped > 0)
    out.push_back(notification_of(
        "warning",
        std::to_string(dropped) + " findings of the least severity are left out: the limit is " +
            std::to_string(kSarifResults),
        {}));
  for (const auto& path : review.coverage.unreadable) {
    if (out.size() >= kNotifications) break;
    out.push_back(notification_of("error", "not read whole", {.file = path}));
  }
  for (const auto& note : review.suppressions) {
    if (out.size() >= kNotifications) break;
    out.push_back(notification_of("note", shortened(words_of(note), kDescriptionBytes),
                                  sources.locate(note.place)));
  }
  for (const auto& diagnostic : review.diagnostics) {
    if (out.size() >= kNotifications) break;
    auto text = shortened(diagnostic.message, kDescriptionBytes);
    if (!diagnostic.help.empty()) text += "; " + shortened(diagnostic.help, kDescriptionBytes);
    out.push_back(notification_of(kLevels[static_cast<std::size_t>(diagnostic.severity)],
                                  std::move(text),
                                  location_of(diagnostic.place, diagnostic.path, sources)));
  }
  return out;
}

}  // namespace

std::string sarif_report(const review::Review& review, const source::SourceMap& sources,
                         const Options& options) {
  auto findings = present_findings(review);
  const auto dropped = findings.size() - std::min(findings.size(), kSarifResults);
  findings.resize(findings.size() - dropped);

  const Rules rules(findings);
  const SecretPlaces secrets(review);
  Json results = Json::array();
  for (const auto* finding : findings)
    results.push_back(result_of(*finding, rules, sources, secrets));
  const Json run = {
      {"tool",
       {{"driver", {{"name", "stopgate"}, {"version", options.version}, {"rules", rules.json()}}}}},
      {"columnKind", "unicodeCodePoints"},
      {"invocations",
       Json::array({{{"executionSuccessful", review.verdict != review::Verdict::Incomplete},
                     {"toolExecutionNotifications", notifications_of(review, sources, dropped)}}})},
      {"results", std::move(results)}};
  const Json report = {{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                       {"version", "2.1.0"},
                       {"runs", Json::array({run})}};
  return report.dump(1, ' ', true, Json::error_handler_t::replace) + "\n";
}

}  // namespace stopgate::report
