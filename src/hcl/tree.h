#pragma once

// The concrete tree of one text: every node that tree-sitter made, in the order it stands, in one
// array.
//
// Tree-sitter is seen only in tree.cpp and language.cpp. A node is followed by its descendants, so
// that its children are found by stepping over subtrees; comments and newlines that mean nothing
// are left out.

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "source/span.h"

namespace stopgate::hcl {

enum class NodeKind : std::uint8_t {
  Error,  // what fits nowhere
  Token,  // punctuation, operator or keyword
  Newline,
  File,
  Attribute,
  Block,
  Header,
  Identifier,
  Reference,
  Number,
  String,
  Template,
  Heredoc,
  Call,
  Tuple,
  Object,
  ObjectItem,
  ForTuple,
  ForObject,
  Parentheses,
  Traversal,
  LineTraversal,
  Unary,
  Binary,
  Conditional,
  Text,
  SimpleInterpolation,
  Interpolation,
  Directive,
  HeredocMarker,
  HeredocText,
  HeredocEnd,
};

struct Node {
  NodeKind kind = NodeKind::Error;
  bool is_missing = false;   // not in the text: the parser needed it to go on
  bool has_error = false;    // itself or a descendant is an error or missing
  std::uint16_t symbol = 0;  // of a missing token: names it
  std::uint32_t descendants = 0;
  source::Span span;

  bool operator==(const Node&) const = default;
};

struct Tree {
  std::vector<Node> nodes;  // the first is the File; empty when a limit was hit
  std::vector<source::Span> comments;
  bool too_many_nodes = false;
  bool too_much_work = false;  // error recovery was cut short
};

[[nodiscard]] Tree parse_tree(std::string_view text, const Limits& limits);

// How the grammar writes a token: "}", "identifier".
[[nodiscard]] std::string_view symbol_name(std::uint16_t symbol);

// The children of a node, to be stepped over: for (const Node& child : children(node)).
class Children {
 public:
  class Iterator {
   public:
    explicit Iterator(const Node* at) : at_(at) {}
    const Node& operator*() const { return *at_; }
    const Node* operator->() const { return at_; }
    Iterator& operator++() {
      at_ += 1 + at_->descendants;
      return *this;
    }
    bool operator==(const Iterator&) const = default;

   private:
    const Node* at_;
  };

  explicit Children(const Node& node) : first_(&node + 1), last_(first_ + node.descendants) {}
  [[nodiscard]] Iterator begin() const { return Iterator(first_); }
  [[nodiscard]] Iterator end() const { return Iterator(last_); }
  [[nodiscard]] bool empty() const { return first_ == last_; }

 private:
  const Node* first_;
  const Node* last_;
};

[[nodiscard]] inline Children children(const Node& node) {
  return Children(node);
}

}  // namespace stopgate::hcl
