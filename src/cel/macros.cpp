#include "cel/macros.h"

#include <array>

#include "base/text.h"

namespace stopgate::cel {

namespace {

struct FoldMacro {
  std::string_view name;
  FoldKind fold;
  std::size_t variables;
  std::size_t least;  // arguments after the variables
  std::size_t most;
  bool extension;  // needs two_variable_macros
};

constexpr std::array kFoldMacros = {
    FoldMacro{"all", FoldKind::All, 1, 1, 1, false},
    FoldMacro{"exists", FoldKind::Exists, 1, 1, 1, false},
    FoldMacro{"exists_one", FoldKind::ExistsOne, 1, 1, 1, false},
    FoldMacro{"existsOne", FoldKind::ExistsOne, 1, 1, 1, false},
    FoldMacro{"map", FoldKind::MapList, 1, 1, 2, false},
    FoldMacro{"filter", FoldKind::Filter, 1, 1, 1, false},
    FoldMacro{"all", FoldKind::All, 2, 1, 1, true},
    FoldMacro{"exists", FoldKind::Exists, 2, 1, 1, true},
    FoldMacro{"existsOne", FoldKind::ExistsOne, 2, 1, 1, true},
    FoldMacro{"exists_one", FoldKind::ExistsOne, 2, 1, 1, true},
    FoldMacro{"transformList", FoldKind::MapList, 2, 1, 2, true},
    FoldMacro{"transformMap", FoldKind::TransformMap, 2, 1, 2, true},
    FoldMacro{"transformMapEntry", FoldKind::TransformMapEntry, 2, 1, 2, true},
};

const FoldMacro* find_fold(const Dialect& dialect, std::string_view name, std::size_t arguments) {
  for (const auto& macro : kFoldMacros) {
    if (macro.extension && !dialect.two_variable_macros) continue;
    if (macro.name == name && arguments >= macro.variables + macro.least &&
        arguments <= macro.variables + macro.most)
      return &macro;
  }
  return nullptr;
}

bool is_ident(const Expr* expr, std::string_view name) {
  return expr != nullptr && expr->kind == ExprKind::Ident && expr->name == name;
}

// The name a macro binds; sets the issue when the argument is no plain identifier.
std::string_view variable_of(TreeBuilder& builder, const Expr* argument) {
  if (argument->kind == ExprKind::Ident && !argument->is_absolute) {
    if (argument->name != "__result__") return argument->name;
    builder.fail(argument->span, "'__result__' is not a name that a macro may bind");
    return {};
  }
  builder.fail(argument->span, "the first argument of this macro must be the name of a variable",
               "write it as in xs.all(x, x > 0)");
  return {};
}

Expr* expand_has(TreeBuilder& builder, Expr* call) {
  auto* argument = call->args[0];
  if (argument->kind != ExprKind::Select)
    return builder.fail(argument->span, "has() needs the selection of a field",
                        "write has(object.field)");
  argument->is_test = true;
  argument->span = call->span;
  return argument;
}

Expr* expand_fold(TreeBuilder& builder, Expr* call, const FoldMacro& macro) {
  const auto first = variable_of(builder, call->args[0]);
  const auto second =
      macro.variables == 2 ? variable_of(builder, call->args[1]) : std::string_view{};
  if (builder.failed()) return nullptr;
  if (macro.variables == 2 && first == second)
    return builder.fail(call->args[1]->span, "duplicate variable name: " + std::string(first),
                        "give the two variables different names");
  auto* fold =
      builder.fold(macro.fold, call->target, call->args.subspan(macro.variables), call->span);
  if (fold == nullptr) return nullptr;
  fold->name = first;
  fold->second_name = second;
  return fold;
}

Expr* expand_bind(TreeBuilder& builder, Expr* call) {
  const auto name = variable_of(builder, call->args[0]);
  if (builder.failed()) return nullptr;
  auto* fold = builder.fold(FoldKind::Bind, call->args[1], call->args.subspan(2), call->span);
  if (fold != nullptr) fold->name = name;
  return fold;
}

Expr* expand_one(TreeBuilder& builder, Expr* call, FoldKind kind) {
  const auto name = variable_of(builder, call->args[0]);
  if (builder.failed()) return nullptr;
  auto* fold = builder.fold(kind, call->target, call->args.subspan(1), call->span);
  if (fold != nullptr) fold->name = name;
  return fold;
}

// cel.block([a, b], e): b may use cel.index(0), e both; each is evaluated once, so they become
// binds.
Expr* expand_block(TreeBuilder& builder, Expr* call) {
  const auto* slots = call->args[0];
  if (slots->kind != ExprKind::List)
    return builder.fail(slots->span, "cel.block() needs a list literal first");
  auto* result = call->args[1];
  for (auto i = slots->args.size(); i-- > 0 && result != nullptr;) {
    result = builder.fold(FoldKind::Bind, slots->args[i], {&result, 1}, call->span);
    if (result != nullptr) result->name = builder.arena().copy("@index" + std::to_string(i));
  }
  return result;
}

Expr* expand_block_name(TreeBuilder& builder, Expr* call) {
  std::string name = call->name == "index" ? "@index" : call->name == "iterVar" ? "@it" : "@ac";
  for (const auto* arg : call->args) {
    if (arg->kind != ExprKind::Literal || arg->literal.kind() != DatumKind::Int)
      return builder.fail(arg->span,
                          "cel." + std::string(call->name) + "() needs integer literals");
    if (call->name != "index") name += ':';
    name += std::to_string(arg->literal.as_int());
  }
  return builder.ident(builder.arena().copy(name), call->span);
}

Expr* expand_cel_namespace(TreeBuilder& builder, Expr* call) {
  const auto arguments = call->args.size();
  if (call->name == "bind" && arguments == 3 && builder.dialect().bind_macro)
    return expand_bind(builder, call);
  if (!builder.dialect().block_macro) return call;
  if (call->name == "block" && arguments == 2) return expand_block(builder, call);
  if (call->name == "index" && arguments == 1) return expand_block_name(builder, call);
  if ((call->name == "iterVar" || call->name == "accuVar") && arguments == 2)
    return expand_block_name(builder, call);
  return call;
}

// math.greatest(a, b, c) compares a list.
Expr* expand_extreme(TreeBuilder& builder, Expr* call) {
  auto* list = builder.node(ExprKind::List, call->span);
  list->args = call->args;
  if (builder.measure(list) == nullptr) return nullptr;
  call->args = builder.keep(std::span<Expr* const>(&list, 1));
  return builder.measure(call);
}

}  // namespace

Expr* expand_macro(TreeBuilder& builder, Expr* call) {
  const auto arguments = call->args.size();
  if (call->target == nullptr)
    return call->name == "has" && arguments == 1 ? expand_has(builder, call) : call;
  if (is_ident(call->target, "cel")) return expand_cel_namespace(builder, call);
  if (is_ident(call->target, "math") && arguments > 2 &&
      (call->name == "greatest" || call->name == "least"))
    return expand_extreme(builder, call);
  if (const auto* macro = find_fold(builder.dialect(), call->name, arguments))
    return expand_fold(builder, call, *macro);
  if (arguments != 2) return call;
  if (call->name == "optMap" && builder.dialect().optional_syntax)
    return expand_one(builder, call, FoldKind::OptMap);
  if (call->name == "optFlatMap" && builder.dialect().optional_syntax)
    return expand_one(builder, call, FoldKind::OptFlatMap);
  if (call->name == "sortBy" && builder.dialect().sort_by_macro)
    return expand_one(builder, call, FoldKind::SortBy);
  return call;
}

}  // namespace stopgate::cel
