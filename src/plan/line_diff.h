#pragma once

// Texts of several lines, compared line by line.

#include <cstddef>
#include <string_view>
#include <vector>

namespace stopgate::plan {

struct LineEdit {
  std::size_t line = 0;  // from 1: of the old text for what is gone, of the new one for what is new
  bool is_added = false;
  std::string_view text;
};

// What is gone and what is new, in the order of the text. Where more than about a thousand lines
// differ, all of them count as gone and new.
[[nodiscard]] std::vector<LineEdit> line_diff(std::string_view before, std::string_view after);

}  // namespace stopgate::plan
