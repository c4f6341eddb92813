#include "report/checkstyle.h"

#include <map>

#include "base/text.h"
#include "report/place.h"
#include "report/wording.h"
#include "report/xml.h"

namespace stopgate::report {

namespace {

std::string_view severity_of(finding::Severity severity) {
  switch (severity) {
    case finding::Severity::Info:
    case finding::Severity::Low:
      return "info";
    case finding::Severity::Medium:
      return "warning";
    case finding::Severity::High:
    case finding::Severity::Critical:
      return "error";
  }
  return "error";
}

std::string_view severity_of(source::Severity severity) {
  switch (severity) {
    case source::Severity::Note:
      return "info";
    case source::Severity::Warning:
      return "warning";
    case source::Severity::Error:
      return "error";
  }
  return "error";
}

std::string error_of(const source::Location& location, std::string_view severity,
                     std::string_view message, std::string_view from) {
  std::string out = "    <error";
  // Line 1 is the first: readers refuse 0.
  out += xml_attribute("line", std::to_string(std::max<std::uint32_t>(location.begin.line, 1)));
  if (location.begin.line > 0)
    out += xml_attribute("column", std::to_string(location.begin.column));
  return out + xml_attribute("severity", severity) + xml_attribute("message", message) +
         xml_attribute("source", printable(from)) + "/>\n";
}

}  // namespace

std::string checkstyle_report(const review::Review& review, const source::SourceMap& sources,
                              const Options&) {
  std::map<std::string, std::string, std::less<>> files;
  for (const auto* finding : present_findings(review)) {
    const auto location = location_of(*finding, sources);
    files[printable(repository_path(location.file), 4'096)] +=
        error_of(location, severity_of(finding->severity), full_text_of(*finding),
                 "stopgate." + finding->policy);
  }
  for (const auto& diagnostic : review.diagnostics) {
    const auto location = location_of(diagnostic.place, diagnostic.path, sources);
    files[printable(repository_path(location.file), 4'096)] +=
        error_of(location, severity_of(diagnostic.severity), text_of(diagnostic), "stopgate.input");
  }
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"8.0\">\n";
  for (const auto& [file, errors] : files)
    out += "  <file" + xml_attribute("name", file.empty() ? "stopgate" : file) + ">\n" + errors +
           "  </file>\n";
  return out + "</checkstyle>\n";
}

}  // namespace stopgate::report
