#include <cstddef>
#include <string_view>

#include "hcl/plain_reader.h"

namespace stopgate::hcl {

bool PlainReader::expression(Newlines newlines) {
  if (++depth_ > kPlainDepth || tree_.nodes.size() > node_limit_) return false;
  if (!conditional(newlines)) return false;
  --depth_;
  return true;
}

bool PlainReader::conditional(Newlines newlines) {
  const auto first = tree_.nodes.size();
  if (!binary(newlines, 0) || !skip(newlines)) return false;
  if (peek() != '?') return true;
  if (!wrap(first, NodeKind::Conditional) || !token(1) || !skip(newlines)) return false;
  if (!expression(newlines) || !skip(newlines)) return false;
  if (peek() != ':' || peek_next() == ':' || !token(1) || !skip(newlines)) return false;
  if (!expression(newlines)) return false;
  close(first);
  return true;
}

PlainReader::Operator PlainReader::operator_here() const {
  const char c = peek();
  const char next = peek_next();
  switch (c) {
    case '|':
      return next == '|' ? Operator{0, 2} : Operator{};
    case '&':
      return next == '&' ? Operator{1, 2} : Operator{};
    case '=':
    case '!':
      return next == '=' ? Operator{2, 2} : Operator{};
    case '<':
      if (next == '<') return {};
      return {3, next == '=' ? 2U : 1U};
    case '>':
      return {3, next == '=' ? 2U : 1U};
    case '+':
    case '-':
      return {4, 1};
    case '%':
      if (next == '{') return {};
      return {5, 1};
    case '*':
    case '/':
      return {5, 1};
    default:
      return {};
  }
}

bool PlainReader::binary(Newlines newlines, int least_level) {
  const auto first = tree_.nodes.size();
  if (!unary(newlines)) return false;
  while (true) {
    if (!skip(newlines)) return false;
    const auto found = operator_here();
    if (found.level < least_level) return true;
    if (!wrap(first, NodeKind::Binary) || !token(found.size) || !skip(newlines)) return false;
    if (!binary(newlines, found.level + 1)) return false;
    close(first);
  }
}

bool PlainReader::unary(Newlines newlines) {
  if (peek() != '-' && peek() != '!') return traversal(newlines);
  if (peek_next() == '=' || ++depth_ > kPlainDepth) return false;
  const auto node = open(NodeKind::Unary);
  if (!token(1) || !skip(newlines) || !unary(newlines)) return false;
  close(node);
  --depth_;
  return true;
}

bool PlainReader::traversal(Newlines newlines) {
  const auto first = tree_.nodes.size();
  if (!term(newlines)) return false;
  bool is_traversal = false;
  while (true) {
    if (!skip(newlines)) return false;
    const bool is_step = peek() == '[' || (peek() == '.' && peek_next() != '.');
    if (!is_step) break;
    const auto kind = newlines == Newlines::End ? NodeKind::LineTraversal : NodeKind::Traversal;
    if (!is_traversal && !wrap(first, kind)) return false;
    is_traversal = true;
    if (!step(newlines)) return false;
  }
  if (is_traversal) close(first);
  return true;
}

bool PlainReader::step(Newlines newlines) {
  const bool is_index = peek() == '[';
  token(1);
  if (!skip(is_index ? Newlines::Skip : newlines)) return false;
  if (peek() == '*') {
    token(1);
  } else if (is_index) {
    if (!expression(Newlines::Skip)) return false;
  } else if (!name() && !number()) {
    return false;
  }
  return !is_index || expect("]");
}

bool PlainReader::number() {
  const auto end = end_of_number(text_, at_);
  return end > at_ && !starts_name(byte_at(text_, end)) && leaf(NodeKind::Number, end);
}

bool PlainReader::term(Newlines newlines) {
  switch (const char c = peek(); c) {
    case '"':
      return quoted();
    case '[':
      return tuple();
    case '{':
      return object();
    case '(':
      return parentheses();
    case '<':
      return heredoc();
    default:
      return is_digit(c) ? number() : name_or_call(newlines);
  }
}

bool PlainReader::name_or_call(Newlines newlines) {
  const auto end = end_of_name(text_, at_);
  if (end == at_) return false;
  if (const auto steps = end_of_steps(text_, end); steps > end)
    return leaf(NodeKind::Reference, steps);
  const auto first = tree_.nodes.size();
  leaf(NodeKind::Identifier, end);
  if (!skip(newlines)) return false;
  if (peek() != '(' && !at_text("::")) return true;
  if (!wrap(first, NodeKind::Call)) return false;
  while (at_text("::")) {
    if (!token(2) || !skip(newlines) || !name() || !skip(newlines)) return false;
  }
  if (peek() != '(' || !token(1) || !arguments()) return false;
  close(first);
  return true;
}

// With the closing parenthesis.
bool PlainReader::arguments() {
  if (!skip(Newlines::Skip)) return false;
  while (peek() != ')') {
    if (!expression(Newlines::Skip) || !skip(Newlines::Skip)) return false;
    if (at_text("...")) return token(3) && expect(")");
    if (peek() == ')') break;
    if (!expect(",") || !skip(Newlines::Skip)) return false;
  }
  return token(1);
}

bool PlainReader::parentheses() {
  const auto node = open(NodeKind::Parentheses);
  if (!token(1) || !skip(Newlines::Skip) || !expression(Newlines::Skip) || !expect(")"))
    return false;
  close(node);
  return true;
}

bool PlainReader::tuple() {
  const auto node = open(NodeKind::Tuple);
  if (!token(1) || !skip(Newlines::Skip)) return false;
  if (at_word("for")) {
    tree_.nodes[node].kind = NodeKind::ForTuple;
    if (!for_rest()) return false;
  } else {
    while (peek() != ']') {
      if (!expression(Newlines::Skip) || !skip(Newlines::Skip)) return false;
      if (peek() == ']') break;
      if (!expect(",") || !skip(Newlines::Skip)) return false;
    }
  }
  if (!expect("]")) return false;
  close(node);
  return true;
}

bool PlainReader::object() {
  const auto node = open(NodeKind::Object);
  token(1);
  newline_tokens();
  if (at_word("for")) {
    tree_.nodes[node].kind = NodeKind::ForObject;
    if (!for_rest() || !skip(Newlines::Skip)) return false;
  } else {
    while (peek() != '}') {
      if (!object_item() || !skip(Newlines::End)) return false;
      if (peek() == '}') break;
      if (peek() == ',') {
        token(1);
      } else if (!newline()) {
        return false;
      }
      newline_tokens();
    }
  }
  if (peek() != '}') return false;
  token(1);
  close(node);
  return true;
}

bool PlainReader::object_item() {
  const auto node = open(NodeKind::ObjectItem);
  if (!expression(Newlines::End) || !skip(Newlines::End)) return false;
  const char next = peek_next();
  const bool is_separator =
      peek() == '=' ? next != '=' && next != '>' : peek() == ':' && next != ':';
  if (!is_separator || !token(1) || !skip(Newlines::End) || !expression(Newlines::End))
    return false;
  close(node);
  return true;
}

// From `for` up to the closing bracket.
bool PlainReader::for_rest() {
  constexpr auto kSkip = Newlines::Skip;
  if (!expect_word("for") || !skip(kSkip) || !name() || !skip(kSkip)) return false;
  if (peek() == ',' && (!token(1) || !skip(kSkip) || !name())) return false;
  if (!expect_word("in") || !skip(kSkip) || !expression(kSkip)) return false;
  if (!skip(kSkip) || peek_next() == ':' || !expect(":")) return false;
  if (!skip(kSkip) || !expression(kSkip) || !skip(kSkip)) return false;
  if (at_text("=>") && (!token(2) || !skip(kSkip) || !expression(kSkip) || !skip(kSkip)))
    return false;
  if (at_text("...") && (!token(3) || !skip(kSkip))) return false;
  return !at_word("if") || (token(2) && skip(kSkip) && expression(kSkip));
}

}  // namespace stopgate::hcl
