#pragma once

// Finds the comments that the parser drops. Between two scalars there are only indicators, blanks,
// tags and anchors, none of which may hold a `#`: there, each one starts a comment.

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "yaml/reader.h"

namespace stopgate::yaml {

class CommentFinder {
 public:
  CommentFinder(std::string_view text, std::uint32_t begin) : text_(text), at_(begin) {}

  // The text up to here holds no scalar that was not told of.
  void advance(std::uint32_t end) {
    if (end > at_) scan(end);
  }
  // A scalar: its text is no comment, but the line of a block scalar's `|` may end in one.
  void skip_scalar(source::Span span, bool is_block);

  [[nodiscard]] std::vector<Comment> take() { return std::exchange(comments_, {}); }

 private:
  void scan(std::uint32_t end);

  std::string_view text_;
  std::uint32_t at_;
  std::vector<Comment> comments_;
};

}  // namespace stopgate::yaml
