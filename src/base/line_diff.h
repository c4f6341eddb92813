#pragma once

// Which lines of a text changed: the fewest, where finding them is cheap.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace stopgate {

// Lines [old_first, old_first + old_count) became [new_first, new_first + new_count); from 0.
struct LineHunk {
  std::size_t old_first = 0, old_count = 0;
  std::size_t new_first = 0, new_count = 0;
  bool operator==(const LineHunk&) const = default;
};

// With their line breaks; a last line may have none.
[[nodiscard]] std::vector<std::string_view> lines_with_breaks(std::string_view text);

// In order; what lies between two hunks is equal. Where the texts differ in more than some hundred
// lines, hunks may be larger than needed, so that the cost stays linear.
[[nodiscard]] std::vector<LineHunk> changed_lines(std::string_view old_text,
                                                  std::string_view new_text);

// As `diff -u` writes it and `patch -p1` reads it, with three lines of context; empty when the
// texts are equal.
[[nodiscard]] std::string unified_diff(std::string_view old_text, std::string_view new_text,
                                       std::string_view path);

}  // namespace stopgate
