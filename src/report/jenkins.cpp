#include "report/jenkins.h"

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "report/place.h"
#include "report/wording.h"
#include "report/xml.h"

namespace stopgate::report {

namespace {

using Json = nlohmann::ordered_json;

std::string_view severity_of(finding::Severity severity) {
  switch (severity) {
    case finding::Severity::Info:
    case finding::Severity::Low:
      return "LOW";
    case finding::Severity::Medium:
      return "NORMAL";
    case finding::Severity::High:
      return "HIGH";
    case finding::Severity::Critical:
      return "ERROR";
  }
  return "ERROR";
}

// Jenkins shows it as HTML.
std::string description_of(const finding::Finding& finding) {
  std::string out;
  if (!finding.incident.empty())
    out += "<p><b>What breaks:</b> " + xml_escaped(shortened(finding.incident, 1'000)) + "</p>";
  if (!finding.remediation.empty())
    out += "<p><b>What to do:</b></p><pre>" + xml_escaped(shortened(finding.remediation, 1'000)) +
           "</pre>";
  return out;
}

void add_place(Json& issue, const source::Location& location) {
  if (location.file.empty()) return;
  issue["fileName"] = repository_path(location.file);
  if (location.begin.line == 0) return;
  issue["lineStart"] = location.begin.line;
  issue["lineEnd"] = location.end.line;
  // Columns on several lines are read as a block.
  if (location.begin.line != location.end.line) return;
  issue["columnStart"] = location.begin.column;
  issue["columnEnd"] = location.end.column;
}

}  // namespace

std::string jenkins_report(const review::Review& review, const source::SourceMap& sources,
                           const Options&) {
  Json issues = Json::array();
  for (const auto* finding : present_findings(review)) {
    Json issue = {{"severity", severity_of(finding->severity)},
                  {"category", finding->policy.substr(0, finding->policy.find('.'))},
                  {"type", finding->policy},
                  {"message", message_of(*finding)},
                  {"description", description_of(*finding)},
                  {"moduleName", printable(finding::to_string(finding->subject))},
                  {"fingerprint", finding->fingerprint}};
    add_place(issue, location_of(*finding, sources));
    issues.push_back(std::move(issue));
  }
  for (const auto& diagnostic : review.diagnostics) {
    Json issue = {{"severity", diagnostic.severity == source::Severity::Error ? "ERROR" : "NORMAL"},
                  {"category", "input"},
                  {"type", "stopgate.input"},
                  {"message", printable(diagnostic.message)},
                  {"description", xml_escaped(diagnostic.help)}};
    add_place(issue, location_of(diagnostic.place, diagnostic.path, sources));
    issues.push_back(std::move(issue));
  }
  const Json report = {{"_class", "io.jenkins.plugins.analysis.core.restapi.ReportApi"},
                       {"size", issues.size()},
                       {"issues", std::move(issues)}};
  return report.dump(1, ' ', true, Json::error_handler_t::replace) + "\n";
}

}  // namespace stopgate::report
