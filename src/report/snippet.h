#pragma once

// The source under a finding, as a terminal or a fenced block can show it: tabs expanded, controls
// escaped, long lines cut to a window around the span, secrets masked.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "report/place.h"
#include "source/source_file.h"

namespace stopgate::report {

struct SnippetLine {
  std::uint32_t number = 0;
  std::string text;
  // Display columns, from 0, of the part of the span on this line.
  std::size_t mark_begin = 0;
  std::size_t mark_width = 0;
  bool operator==(const SnippetLine&) const = default;
};

struct Snippet {
  std::vector<SnippetLine> lines;
  std::size_t lines_left_out = 0;  // lines of the span that are not shown
  bool operator==(const Snippet&) const = default;
};

// Up to three lines of a short span, the first of a longer one; nothing when the place is not
// known. `columns` is the width of the window.
[[nodiscard]] Snippet snippet_of(source::Place place, const source::SourceMap& sources,
                                 const SecretPlaces& secrets, std::size_t columns);

}  // namespace stopgate::report
