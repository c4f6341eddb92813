#include "report/rdjson.h"

#include <nlohmann/json.hpp>

#include "report/place.h"
#include "report/wording.h"

namespace stopgate::report {

namespace {

using Json = nlohmann::ordered_json;

std::string_view severity_of(finding::Severity severity) {
  switch (severity) {
    case finding::Severity::Info:
    case finding::Severity::Low:
      return "INFO";
    case finding::Severity::Medium:
      return "WARNING";
    case finding::Severity::High:
    case finding::Severity::Critical:
      return "ERROR";
  }
  return "ERROR";
}

// Whole lines: the format counts columns in bytes, and lines are what is commented on.
Json location_json(const source::Location& location) {
  Json out = {{"path", repository_path(location.file)}};
  if (location.begin.line > 0)
    out["range"] = {{"start", {{"line", location.begin.line}}},
                    {"end", {{"line", location.end.line}}}};
  return out;
}

}  // namespace

std::string rdjson_report(const review::Review& review, const source::SourceMap& sources,
                          const Options&) {
  Json diagnostics = Json::array();
  for (const auto* finding : present_findings(review)) {
    const auto location = location_of(*finding, sources);
    if (location.file.empty()) continue;  // the format demands a path
    diagnostics.push_back({{"message", full_text_of(*finding)},
                           {"location", location_json(location)},
                           {"severity", severity_of(finding->severity)},
                           {"code", {{"value", finding->policy}}}});
  }
  for (const auto& diagnostic : review.diagnostics) {
    const auto location = location_of(diagnostic.place, diagnostic.path, sources);
    if (location.file.empty()) continue;
    const bool is_error = diagnostic.severity == source::Severity::Error;
    diagnostics.push_back({{"message", text_of(diagnostic)},
                           {"location", location_json(location)},
                           {"severity", is_error ? "ERROR" : "WARNING"},
                           {"code", {{"value", "stopgate.input"}}}});
  }
  const Json report = {{"source", {{"name", "stopgate"}}}, {"diagnostics", std::move(diagnostics)}};
  return report.dump(1, ' ', true, Json::error_handler_t::replace) + "\n";
}

}  // namespace stopgate::report
