#include "source/diagnostic.h"

#include <algorithm>

#include "base/text.h"

namespace stopgate::source {

namespace {

std::string_view name_of(Severity severity) {
  switch (severity) {
    case Severity::Note:
      return "note";
    case Severity::Warning:
      return "warning";
    case Severity::Error:
      return "error";
  }
  return "";
}

}  // namespace

bool has_errors(const Diagnostics& diagnostics) {
  return std::ranges::any_of(
      diagnostics, [](Severity s) { return s == Severity::Error; }, &Diagnostic::severity);
}

std::string to_string(const Diagnostic& diagnostic, const SourceMap& sources) {
  std::string out;
  if (diagnostic.place.is_known()) {
    const auto location = sources.locate(diagnostic.place);
    out = printable(location.file, 4096) + ":" + std::to_string(location.begin.line) + ":" +
          std::to_string(location.begin.column) + ": ";
  } else if (!diagnostic.path.empty()) {
    out = printable(diagnostic.path, 4096) + ": ";
  }
  out += std::string(name_of(diagnostic.severity)) + ": " + diagnostic.message;
  if (!diagnostic.help.empty()) out += "\n  help: " + diagnostic.help;
  return out;
}

}  // namespace stopgate::source
