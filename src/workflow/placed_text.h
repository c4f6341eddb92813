#pragma once

// A text of the input and where each part of it stands: a shell script inside a YAML scalar has
// lines of its own, and findings point at them.

#include <cstddef>
#include <string_view>
#include <vector>

#include "source/source_file.h"
#include "value/value.h"

namespace stopgate::workflow {

class PlacedText {
 public:
  // A YAML string; an empty text for any other node.
  [[nodiscard]] static PlacedText of_scalar(const source::SourceMap& sources,
                                            const value::Node& node);
  // Bytes of a file, as they stand.
  [[nodiscard]] static PlacedText of_source(const source::SourceMap& sources, source::Place place);

  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] source::Place place() const { return place_; }
  // Of bytes [begin, end) of the text.
  [[nodiscard]] source::Place place(std::size_t begin, std::size_t end) const;

 private:
  struct Line {
    std::size_t begin;      // in the text
    std::uint32_t written;  // in the file
  };

  void map_block_lines(std::string_view written);

  const source::SourceMap* sources_ = nullptr;
  std::string_view text_;
  source::Place place_;
  std::vector<Line> lines_;  // of a literal block or of bytes as they stand
};

}  // namespace stopgate::workflow
