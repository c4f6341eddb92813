#include "report/codequality.h"

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "report/place.h"
#include "report/wording.h"

namespace stopgate::report {

namespace {

using Json = nlohmann::ordered_json;

std::string_view severity_of(finding::Severity severity) {
  switch (severity) {
    case finding::Severity::Info:
      return "info";
    case finding::Severity::Low:
      return "minor";
    case finding::Severity::Medium:
      return "major";
    case finding::Severity::High:
      return "critical";
    case finding::Severity::Critical:
      return "blocker";
  }
  return "blocker";
}

}  // namespace

std::string codequality_report(const review::Review& review, const source::SourceMap& sources,
                               const Options&) {
  Json out = Json::array();
  for (const auto* finding : present_findings(review)) {
    const auto location = location_of(*finding, sources);
    const auto subject = finding::to_string(finding->subject);
    out.push_back(
        {{"description", (subject.empty() ? "" : printable(subject) + ": ") + message_of(*finding)},
         {"check_name", finding->policy},
         {"fingerprint", finding->fingerprint},
         {"severity", severity_of(finding->severity)},
         {"location",
          {{"path", location.file.empty() ? "." : repository_path(location.file)},
           {"lines",
            {{"begin", std::max<std::uint32_t>(location.begin.line, 1)},
             {"end", std::max<std::uint32_t>(location.end.line, 1)}}}}}});
  }
  return out.dump(1, ' ', true, Json::error_handler_t::replace) + "\n";
}

}  // namespace stopgate::report
