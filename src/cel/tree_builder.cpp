#include "cel/tree_builder.h"

#include <algorithm>

namespace stopgate::cel {

Expr* TreeBuilder::node(ExprKind kind, source::Span span) {
  auto* expr = arena_.make<Expr>();
  expr->kind = kind;
  expr->span = span;
  expr->name_span = span;
  expr->id = count_++;
  return expr;
}

Expr* TreeBuilder::literal(const Datum& value, source::Span span) {
  auto* expr = node(ExprKind::Literal, span);
  expr->literal = value;
  return expr;
}

Expr* TreeBuilder::ident(std::string_view name, source::Span span) {
  auto* expr = node(ExprKind::Ident, span);
  expr->name = name;
  return expr;
}

Expr* TreeBuilder::call(std::string_view function, Expr* target, std::span<Expr* const> args,
                        source::Span span) {
  auto* expr = node(ExprKind::Call, span);
  expr->name = function;
  expr->target = target;
  expr->args = keep(args);
  return measure(expr);
}

Expr* TreeBuilder::fold(FoldKind fold, Expr* range, std::span<Expr* const> args,
                        source::Span span) {
  auto* expr = node(ExprKind::Fold, span);
  expr->fold = fold;
  expr->target = range;
  expr->args = keep(args);
  return measure(expr);
}

std::span<Expr*> TreeBuilder::keep(std::span<Expr* const> nodes) {
  const auto kept = arena_.make_array<Expr*>(nodes.size());
  std::copy(nodes.begin(), nodes.end(), kept.begin());
  return kept;
}

Expr* TreeBuilder::measure(Expr* node) {
  std::size_t height = node->target == nullptr ? 0 : node->target->height;
  for (const auto* arg : node->args) height = std::max<std::size_t>(height, arg->height);
  if (height >= depth_limit_)
    return fail(node->span,
                "expression nests deeper than " + std::to_string(depth_limit_) + " levels",
                "split it with variables");
  node->height = static_cast<std::uint16_t>(height + 1);
  return node;
}

Expr* TreeBuilder::fail(source::Span span, std::string message, std::string help) {
  if (!issue_) issue_ = Issue{span, std::move(message), std::move(help)};
  return nullptr;
}

}  // namespace stopgate::cel
