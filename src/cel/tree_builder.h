#pragma once

// Makes nodes of the syntax tree for the parser and the macros, and remembers the first mistake.

#include <optional>
#include <string>
#include <vector>

#include "base/arena.h"
#include "cel/dialect.h"
#include "cel/expression.h"
#include "cel/program.h"

namespace stopgate::cel {

class TreeBuilder {
 public:
  TreeBuilder(Arena& arena, const Dialect& dialect, std::size_t depth_limit)
      : arena_(arena), dialect_(dialect), depth_limit_(depth_limit) {}

  Expr* node(ExprKind kind, source::Span span);
  Expr* literal(const Datum& value, source::Span span);
  Expr* ident(std::string_view name, source::Span span);
  Expr* call(std::string_view function, Expr* target, std::span<Expr* const> args,
             source::Span span);
  Expr* fold(FoldKind fold, Expr* range, std::span<Expr* const> args, source::Span span);
  std::span<Expr*> keep(std::span<Expr* const> nodes);

  // Call when the children of a node are set: a tree too high for the passes after us is refused.
  Expr* measure(Expr* node);

  // Null, so that it can be returned; only the first issue is kept.
  Expr* fail(source::Span span, std::string message, std::string help = {});

  [[nodiscard]] bool failed() const { return issue_.has_value(); }
  [[nodiscard]] const std::optional<Issue>& issue() const { return issue_; }
  [[nodiscard]] const Dialect& dialect() const { return dialect_; }
  [[nodiscard]] Arena& arena() { return arena_; }
  [[nodiscard]] std::uint32_t count() const { return count_; }
  [[nodiscard]] std::size_t depth_limit() const { return depth_limit_; }

 private:
  Arena& arena_;
  const Dialect& dialect_;
  std::size_t depth_limit_;
  std::uint32_t count_ = 0;
  std::optional<Issue> issue_;
};

}  // namespace stopgate::cel
