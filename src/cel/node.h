#pragma once

// Planned code: a tree of small nodes in the program's arena. Everything that could be done once is
// done: names are slots, fields are symbols, constants are folded, regular expressions compiled.

#include <re2/re2.h>

#include "cel/expression.h"
#include "cel/tables.h"

namespace stopgate::cel {

enum class NodeKind : std::uint8_t {
  Constant,
  Variable,
  Local,
  Select,
  Has,
  OptionalSelect,
  Index,
  OptionalIndex,
  And,
  Or,
  Conditional,
  Not,
  Negate,
  Equal,
  NotEqual,
  Less,
  LessOrEqual,
  Greater,
  GreaterOrEqual,
  Add,
  Subtract,
  Multiply,
  Divide,
  Modulo,
  In,
  Size,
  Matches,  // with a constant pattern
  OptionalOr,
  OptionalOrValue,
  Call,
  List,
  Map,
  Fold,
};

struct Node {
  NodeKind kind = NodeKind::Constant;
  FoldKind fold = FoldKind::All;
  bool has_filter = false;  // of a Fold: args are filter and step
  std::uint32_t slot = 0;   // of a Variable or Local; first variable of a Fold, the second follows
  std::uint32_t variables = 1;  // of a Fold
  std::uint32_t cost = 0;       // of a Constant that was folded
  source::Span span;
  Symbol key;  // of a selection
  Datum constant;
  const Node* operand = nullptr;
  std::span<const Node* const> args;
  std::span<const bool> optional_entries;            // of a List or Map that has any
  std::span<const StoredOverload* const> overloads;  // of a Call
  std::string_view name;                             // of a Call, for messages
  const RE2* regex = nullptr;
};

// Reads what was bound, or a part of it.
[[nodiscard]] constexpr bool is_attribute(const Node& node) {
  switch (node.kind) {
    case NodeKind::Variable:
    case NodeKind::Local:
    case NodeKind::Select:
    case NodeKind::OptionalSelect:
    case NodeKind::Index:
    case NodeKind::OptionalIndex:
      return true;
    default:
      return false;
  }
}

class Program {
 public:
  std::string text;
  Arena arena;
  const Node* root = nullptr;
  std::uint32_t locals = 0;
  const Environment* environment = nullptr;
  std::vector<std::unique_ptr<RE2>> regexes;
  std::vector<std::unique_ptr<Opaque>> kept;  // opaque constants
};

}  // namespace stopgate::cel
