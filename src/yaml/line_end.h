#pragma once

// Where YAML 1.1 ends a line: besides LF and CR also NEL, LS and PS.

#include <cstddef>
#include <string_view>

namespace stopgate::yaml {

// The first line break at or after `at`; the size of the text when there is none.
[[nodiscard]] inline std::size_t find_line_end(std::string_view text, std::size_t at) {
  // The first bytes of NEL (C2 85), LS and PS (E2 80 A8, E2 80 A9) start other characters too.
  for (at = text.find_first_of("\r\n\xC2\xE2", at); at != std::string_view::npos;
       at = text.find_first_of("\r\n\xC2\xE2", at + 1)) {
    const auto rest = text.substr(at, 3);
    if (rest[0] == '\r' || rest[0] == '\n' || rest.starts_with("\xC2\x85") ||
        rest == "\xE2\x80\xA8" || rest == "\xE2\x80\xA9")
      return at;
  }
  return text.size();
}

}  // namespace stopgate::yaml
