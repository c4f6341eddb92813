#include "cel/expression.h"

#include <vector>

namespace stopgate::cel {

std::string qualified_name(const Expr& expr) {
  std::vector<std::string_view> pieces;
  const auto* at = &expr;
  for (; at->kind == ExprKind::Select; at = at->target) {
    if (at->is_test || at->is_optional) return {};
    pieces.push_back(at->name);
  }
  if (at->kind != ExprKind::Ident) return {};
  std::string name(at->name);
  for (auto piece = pieces.rbegin(); piece != pieces.rend(); ++piece) {
    name += '.';
    name += *piece;
  }
  return name;
}

}  // namespace stopgate::cel
