#pragma once

// The syntax tree of HCL's native syntax: bodies of attributes and blocks, and expressions, each
// with its byte-exact span. It knows no Terraform: what a block means is the terraform room's
// business.
//
// Nodes live in the File's arena and never change. What stands under a syntax error is an
// Expression of kind Invalid, or missing from the body; a diagnostic says which.

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "base/arena.h"
#include "base/symbol.h"
#include "source/diagnostic.h"
#include "source/span.h"

namespace stopgate::hcl {

using source::Span;

struct Expression;

// A name and where it stands.
struct Name {
  Symbol text;
  Span span;
};

enum class ExpressionKind : std::uint8_t {
  Invalid,    // under a syntax error: evaluates to unknown
  Null,       // null
  Bool,       // boolean
  Number,     // text: the lexeme, as written
  String,     // text: a quoted string or heredoc without interpolation, unescaped
  Template,   // parts: a quoted string or heredoc with ${} or %{}
  Variable,   // name: the root of a traversal (`var`, `aws_s3_bucket`, a `for` variable)
  Attribute,  // operand . name
  Index,      // operand [ index ]; `a.0` too
  Splat,      // operand [*] rest, or operand .* rest: see Splat
  Call,       // name ( arguments ), last one expanded where `expand`; `provider::a::b` is one name
  Tuple,      // [ elements ]
  Object,     // { items }
  ForTuple,   // [for …]
  ForObject,  // {for …}
  Conditional,  // operand ? left : right
  Unary,        // op left
  Binary,       // left op right
  Parentheses,  // ( operand )
};

enum class Operator : std::uint8_t {
  None,
  Or,
  And,
  Equal,
  NotEqual,
  Less,
  LessEqual,
  Greater,
  GreaterEqual,
  Add,
  Subtract,
  Multiply,
  Divide,
  Modulo,
  Negate,
  Not,
};

[[nodiscard]] std::string_view symbol_of(Operator op);  // "||", "&&", …

struct ObjectItem {
  // A bare name is a String expression with `key_is_name` (so `null`, `for` and so on are only
  // names here); `(expr)` is Parentheses; anything else is as written.
  const Expression* key = nullptr;
  const Expression* value = nullptr;
  bool key_is_name = false;
};

// The parts of a template, flat as they are written; directives nest as the source does:
// If … (Else) … EndIf, For … EndFor. The parser has checked that they match.
struct TemplatePart {
  enum class Kind : std::uint8_t { Text, Interpolation, If, Else, EndIf, For, EndFor };
  Kind kind = Kind::Text;
  std::string_view text;  // Text: unescaped, strip marks and heredoc indentation applied
  const Expression* expression = nullptr;  // Interpolation; If: the condition; For: the collection
  Name key_name;                           // For: empty when there is one name only
  Name value_name;                         // For
  Span span;
};

// One node for all kinds: which members are set is said at the kind.
struct Expression {
  ExpressionKind kind = ExpressionKind::Invalid;
  Operator op = Operator::None;
  bool flag = false;  // Bool: its value; Call: last argument expanded `...`; ForObject: grouping
                      // `...`; Splat: full `[*]` (else the attribute-only `.*`); Template, String:
                      // a heredoc; Index: legacy `a.0`
  Span span;
  std::string_view text;  // Number, String
  Name name;              // Variable, Attribute, Call
  Name key_name;          // For*: empty when there is one name only
  Name value_name;        // For*
  const Expression* operand =
      nullptr;  // Attribute, Index, Splat, Conditional (condition), Parentheses, For* (collection)
  const Expression* index = nullptr;      // Index
  const Expression* left = nullptr;       // Unary, Binary, Conditional (true); ForObject (key)
  const Expression* right = nullptr;      // Binary, Conditional (false); For* (value)
  const Expression* condition = nullptr;  // For*: `if`, may be null
  // Splat: what applies to each element, as a chain of Attribute and Index whose innermost operand
  // is `each`, a Variable without a name; null when nothing follows the splat.
  const Expression* each = nullptr;
  std::span<const Expression* const> elements;  // Tuple elements, Call arguments
  std::span<const ObjectItem> items;            // Object
  std::span<const TemplatePart> parts;          // Template
};

struct Attribute {
  Name name;
  const Expression* value = nullptr;  // never null; Invalid under an error
  Span span;                          // name to end of value
};

struct Label {
  std::string_view text;  // unquoted
  Span span;              // with its quotes
  bool is_quoted = false;
};

struct Block;

struct Body {
  std::span<const Attribute>
      attributes;  // in source order, names unique (the first wins; a diagnostic says so)
  std::span<const Block* const> blocks;  // in source order
  Span span;
  // Some of this body could not be read: attributes or blocks may be missing.
  bool has_errors = false;

  [[nodiscard]] const Attribute* find(Symbol name) const;
};

struct Block {
  Name type;
  std::span<const Label> labels;
  Body body;
  Span header;  // type, labels and the opening brace
  Span span;    // with the closing brace
};

struct Comment {
  Span span;  // with its `#`, `//` or `/* */`
};

struct File {
  std::unique_ptr<Arena> arena = std::make_unique<Arena>();
  source::FileId id = source::kNoFile;
  Body body;
  std::span<const Comment> comments;  // in source order, for suppressions
  source::Diagnostics diagnostics;
};

}  // namespace stopgate::hcl
