#include "hcl/plain_tree.h"

#include <cstddef>
#include <utility>

#include "base/large_pages.h"
#include "hcl/plain_reader.h"
#include "hcl/scan.h"

namespace stopgate::hcl {

PlainReader::PlainReader(std::string_view text, std::size_t node_limit)
    : text_(text), node_limit_(node_limit), moves_left_(10'000 + text.size() * 32) {
  // More than there will be, so that they are never moved.
  tree_.nodes.reserve(text.size() / 4 + 16);
  prefer_large_pages(tree_.nodes.data(), tree_.nodes.capacity() * sizeof(Node));
}

std::optional<Tree> PlainReader::read() {
  const auto file = open(NodeKind::File);
  if (!items() || at_ != text_.size() || tree_.nodes.size() > node_limit_) return std::nullopt;
  close(file);
  return std::move(tree_);
}

// Makes all nodes from `first` on the children of a new one. They are few, but for hostile text.
bool PlainReader::wrap(std::size_t first, NodeKind kind) {
  auto& nodes = tree_.nodes;
  const auto moved = nodes.size() - first;
  if (moved > moves_left_) return false;
  moves_left_ -= moved;
  const Node node{.kind = kind, .span = nodes[first].span};
  nodes.insert(nodes.begin() + static_cast<std::ptrdiff_t>(first), node);
  return true;
}

// Blanks and comments; newlines too where they are white space.
bool PlainReader::skip_space(Newlines newlines) {
  while (at_ < text_.size()) {
    const char c = text_[at_];
    if (c == ' ' || c == '\t') {
      ++at_;
    } else if (c == '#' || (c == '/' && (peek_next() == '/' || peek_next() == '*'))) {
      const auto end = end_of_comment(text_, at_);
      if (end == at_) return false;
      tree_.comments.push_back({position(at_), position(end)});
      at_ = end;
    } else if (newlines == Newlines::Skip && end_of_newline(text_, at_) > at_) {
      at_ = end_of_newline(text_, at_);
    } else {
      break;
    }
  }
  return true;
}

bool PlainReader::at_word(std::string_view word) const {
  const auto end = at_ + word.size();
  return at_text(word) && end_of_name(text_, at_) == end && end_of_steps(text_, end) == end;
}

bool PlainReader::expect(std::string_view text) {
  return skip(Newlines::Skip) && at_text(text) && token(text.size());
}

bool PlainReader::expect_word(std::string_view word) {
  return skip(Newlines::Skip) && at_word(word) && token(word.size());
}

bool PlainReader::name() {
  const auto end = end_of_name(text_, at_);
  return end > at_ && leaf(NodeKind::Identifier, end);
}

bool PlainReader::newline() {
  const auto end = end_of_newline(text_, at_);
  return end > at_ && leaf(NodeKind::Newline, end);
}

void PlainReader::newline_tokens() {
  while (skip(Newlines::End) && newline()) continue;
}

// Up to a closing brace or the end of the file.
bool PlainReader::items() {
  while (true) {
    if (!skip(Newlines::End)) return false;
    if (newline()) continue;
    if (at_ == text_.size() || peek() == '}') return true;
    if (!item()) return false;
    // One item a line; on the line of a closing brace it may be the last.
    if (text_[end_ - 1] != '\n' && at_ != text_.size() && peek() != '}') return false;
  }
}

bool PlainReader::item() {
  const auto item = open(NodeKind::Attribute);
  if (!name() || peek() == '.' || peek() == '[' || !skip(Newlines::End)) return false;
  if (peek() == '=') {
    if (!attribute_rest()) return false;
  } else {
    tree_.nodes[item].kind = NodeKind::Block;
    if (++depth_ > kPlainDepth || !block_rest()) return false;
    --depth_;
  }
  if (!skip(Newlines::End)) return false;
  newline();
  close(item);
  return true;
}

bool PlainReader::attribute_rest() {
  if (peek_next() == '=' || peek_next() == '>') return false;
  return token(1) && skip(Newlines::End) && expression(Newlines::End);
}

bool PlainReader::block_rest() {
  while (peek() != '{') {
    if (peek() == '"') {
      // A label is no template.
      if (!quoted() || tree_.nodes.back().kind != NodeKind::String) return false;
    } else if (!name() || peek() == '.' || peek() == '[') {
      return false;
    }
    if (!skip(Newlines::End)) return false;
  }
  return token(1) && items() && peek() == '}' && token(1);
}

std::optional<Tree> read_plain_tree(std::string_view text, const Limits& limits) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark) || text.find('\0') != std::string_view::npos)
    return std::nullopt;
  return PlainReader(text, limits.nodes).read();
}

}  // namespace stopgate::hcl
