#pragma once

// An expression of GitHub Actions as a tree: what stands between ${{ and }}.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace stopgate::workflow {

enum class TermKind : std::uint8_t {
  Literal,   // null, true, 1.5, 'text'
  Context,   // github.event.number
  Call,      // contains(a, b)
  Not,       // !a
  Compare,   // == != < <= > >=
  Logic,     // && ||
  Computed,  // properties of a call or of something in brackets: (a).b
};

enum class TermType : std::uint8_t { Any, Null, Bool, Number, Text };

struct Property {
  std::string name;  // empty: .* or [computed]
  std::size_t begin = 0, end = 0;
};

struct Term {
  TermKind kind = TermKind::Literal;
  TermType type = TermType::Any;  // where the text alone tells
  std::string name;               // of a context or function, as written
  std::vector<Property> properties;
  std::vector<Term> children;
  std::size_t begin = 0, end = 0;
};

struct ParsedExpression {
  Term root;
  std::string error;  // empty: it was read
  std::size_t error_at = 0;
};

[[nodiscard]] ParsedExpression parse_expression(std::string_view text);

}  // namespace stopgate::workflow
