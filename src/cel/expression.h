#pragma once

// The syntax tree of a CEL expression, macros already expanded. It lives in an arena during
// compilation; names view the expression's text.

#include <cstdint>
#include <span>
#include <string_view>

#include "cel/datum.h"
#include "source/span.h"

namespace stopgate::cel {

enum class ExprKind : std::uint8_t {
  Literal,
  Ident,
  Select,  // target.name, or has(target.name)
  Index,   // target[args[0]]
  Call,    // name(args) or target.name(args); operators are named as in the specification: "_+_"
  List,
  Map,   // args are keys and values in turn
  Fold,  // a macro over target, with variables bound in args
};

// What a macro does with each element. cel.bind and optMap are folds over one element.
enum class FoldKind : std::uint8_t {
  All,                // args: predicate
  Exists,             // predicate
  ExistsOne,          // predicate
  Filter,             // predicate
  MapList,            // [filter,] element of the result
  TransformMap,       // [filter,] value of the result
  TransformMapEntry,  // [filter,] map of entries
  SortBy,             // key
  Bind,               // result; target is the value bound
  OptMap,             // value; target is an optional
  OptFlatMap,         // optional
};

struct Expr {
  ExprKind kind = ExprKind::Literal;
  FoldKind fold = FoldKind::All;
  bool is_optional = false;        // a.?b, a[?b]
  bool is_test = false;            // has(a.b)
  bool is_absolute = false;        // .a: from the root namespace
  bool is_entry_optional = false;  // [?e], {?k: v}: stands on the element, or on the key
  std::uint16_t height = 1;
  std::uint32_t id = 0;  // index into what the checker learns
  source::Span span;
  source::Span name_span;
  std::string_view name;         // Ident, Select, Call; the first variable of a Fold
  std::string_view second_name;  // of a Fold with two variables
  Datum literal;
  Expr* target = nullptr;
  std::span<Expr*> args;
};

// "a.b.c" where the tree is a chain of plain selections from an identifier; else empty.
[[nodiscard]] std::string qualified_name(const Expr& expr);

}  // namespace stopgate::cel
