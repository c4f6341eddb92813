#pragma once

// Recursive descent over text without syntax errors: see plain_tree.h.
//
// Each rule starts at at_, where its first token stands, appends its nodes and leaves at_ behind
// its last token. A rule that gives false has given up for good.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "hcl/scan.h"
#include "hcl/tree.h"

namespace stopgate::hcl {

// How deep blocks, brackets, templates and signs may nest here; tree-sitter reads deeper ones.
inline constexpr std::size_t kPlainDepth = 100;

// What a newline is to an expression: its end, or white space.
enum class Newlines : std::uint8_t { End, Skip };

class PlainReader {
 public:
  PlainReader(std::string_view text, std::size_t node_limit);

  [[nodiscard]] std::optional<Tree> read();

 private:
  struct Operator {
    int level = -1;  // none
    std::size_t size = 1;
  };

  // plain_tree.cpp: bodies.
  bool items();
  bool item();
  bool attribute_rest();
  bool block_rest();

  // plain_expression.cpp, loosest first.
  bool expression(Newlines newlines);
  bool conditional(Newlines newlines);
  bool binary(Newlines newlines, int least_level);
  bool unary(Newlines newlines);
  bool traversal(Newlines newlines);
  bool step(Newlines newlines);
  bool term(Newlines newlines);
  bool name_or_call(Newlines newlines);
  bool arguments();
  bool number();
  bool tuple();
  bool object();
  bool object_item();
  bool for_rest();
  bool parentheses();

  // plain_template.cpp.
  bool quoted();
  bool heredoc();
  bool heredoc_rest(std::string_view marker);
  bool find_heredoc_end(std::size_t at, std::string_view marker) const;
  bool sequence();
  bool directive_rest();

  // Tokens (plain_tree.cpp).
  bool skip(Newlines newlines) {
    const auto c = static_cast<unsigned char>(peek());
    return (c > ' ' && c != '#' && c != '/') || skip_space(newlines);
  }
  bool skip_space(Newlines newlines);
  [[nodiscard]] char peek() const { return byte_at(text_, at_); }
  [[nodiscard]] char peek_next() const { return byte_at(text_, at_ + 1); }
  [[nodiscard]] bool at_text(std::string_view text) const {
    return text_.substr(at_).starts_with(text);
  }
  // A keyword stands here, and not a longer name or a reference that starts like it.
  [[nodiscard]] bool at_word(std::string_view word) const;
  [[nodiscard]] Operator operator_here() const;
  bool token(std::size_t size) { return leaf(NodeKind::Token, at_ + size); }
  // The token of this text, after white space.
  bool expect(std::string_view text);
  bool expect_word(std::string_view word);
  bool name();
  bool newline();
  void newline_tokens();

  // Nodes.
  std::size_t open(NodeKind kind) {
    tree_.nodes.push_back({.kind = kind, .span = {position(at_), 0}});
    return tree_.nodes.size() - 1;
  }
  void close(std::size_t node) {
    tree_.nodes[node].descendants = static_cast<std::uint32_t>(tree_.nodes.size() - node - 1);
    tree_.nodes[node].span.end = end_;
  }
  bool leaf(NodeKind kind, std::size_t end) {
    tree_.nodes.push_back({.kind = kind, .span = {position(at_), position(end)}});
    at_ = end;
    end_ = position(end);
    return true;
  }
  bool wrap(std::size_t first, NodeKind kind);
  static std::uint32_t position(std::size_t at) { return static_cast<std::uint32_t>(at); }

  Tree tree_;
  std::string_view text_;
  std::size_t node_limit_;
  std::size_t moves_left_;
  std::size_t at_ = 0;
  std::uint32_t end_ = 0;  // of the last token
  std::size_t depth_ = 0;
};

}  // namespace stopgate::hcl
