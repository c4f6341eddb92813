#include "yaml/comments.h"

#include <algorithm>

#include "yaml/line_end.h"

namespace stopgate::yaml {

void CommentFinder::scan(std::uint32_t end) {
  // By hand: between two scalars stand a few bytes, fewer than a library call is worth.
  for (std::size_t at = at_; at < end; ++at) {
    if (text_[at] != '#') continue;
    const auto line_end = find_line_end(text_, at);
    comments_.push_back({{static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(line_end)}});
    at = line_end;
  }
  at_ = end;
}

void CommentFinder::skip_scalar(source::Span span, bool is_block) {
  advance(span.begin);
  if (is_block) {
    const auto header =
        text_.substr(0, std::min<std::size_t>(span.end, find_line_end(text_, span.begin)));
    scan(static_cast<std::uint32_t>(header.size()));
  }
  at_ = std::max(at_, span.end);
}

}  // namespace stopgate::yaml
