#pragma once

// What a caller may choose about a report. Nothing here changes what is said, only how.

#include <cstddef>
#include <string>

namespace stopgate::report {

enum class Colors { Never, Always };

struct Options {
  std::string version;  // ours, as `stopgate --version` says it
  // text
  Colors colors = Colors::Never;
  std::size_t width = 100;         // columns; 0 for a log file, where nothing is wrapped
  bool explain_undecided = false;  // list what could not be decided, and why
  // Markdown
  std::size_t markdown_bytes = 60'000;  // forges refuse comments above 65,536
  std::string source_url;               // "https://…/blob/SHA/{path}#L{line}"; empty for no links
};

}  // namespace stopgate::report
