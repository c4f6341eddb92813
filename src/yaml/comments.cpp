#include "yaml/comments.h"

#include <algorithm>

namespace stopgate::yaml {

void CommentFinder::scan(std::uint32_t end) {
  const auto gap = text_.substr(0, end);
  for (auto at = gap.find('#', at_); at != std::string_view::npos; at = gap.find('#', at)) {
    auto line_end = std::min(text_.find_first_of("\r\n", at), text_.size());
    comments_.push_back({{static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(line_end)}});
    at = line_end;
  }
  at_ = end;
}

void CommentFinder::skip_scalar(source::Span span, bool is_block) {
  advance(span.begin);
  if (is_block) {
    const auto header = text_.substr(0, span.end).substr(0, text_.find('\n', span.begin));
    scan(static_cast<std::uint32_t>(header.size()));
  }
  at_ = std::max(at_, span.end);
}

}  // namespace stopgate::yaml
