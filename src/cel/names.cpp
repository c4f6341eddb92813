#include "cel/names.h"

#include <algorithm>

#include "base/text.h"

namespace stopgate::cel {

namespace {

const Expr& root_of(const Expr& expr) {
  const auto* at = &expr;
  while (at->kind == ExprKind::Select) at = at->target;
  return *at;
}

}  // namespace

std::optional<std::uint32_t> Scope::find(std::string_view name) const {
  for (auto bound = names_.rbegin(); bound != names_.rend(); ++bound)
    if (bound->name == name) return bound->slot;
  return std::nullopt;
}

std::vector<std::string_view> Scope::names() const {
  std::vector<std::string_view> names;
  for (const auto& bound : names_) names.push_back(bound.name);
  return names;
}

std::optional<Resolved> Names::resolve(const Expr& expr, const Scope& scope) const {
  const auto name = qualified_name(expr);
  if (name.empty()) return std::nullopt;
  const auto& root = root_of(expr);
  if (!root.is_absolute && scope.find(root.name)) return std::nullopt;
  for (auto& candidate : candidate_names(container_, name, root.is_absolute)) {
    if (const auto found = tables_.slots.find(candidate); found != tables_.slots.end())
      return Resolved{
          .variable = found->second, .type = std::nullopt, .name = std::move(candidate)};
    if (auto type = named_type(candidate))
      return Resolved{
          .variable = std::nullopt, .type = std::move(type), .name = std::move(candidate)};
  }
  return std::nullopt;
}

Names::Called Names::resolve_call(const Expr& call, const Scope& scope) const {
  std::string prefix;
  bool is_absolute = call.is_absolute;
  if (call.target != nullptr) {
    prefix = qualified_name(*call.target);
    const auto& root = root_of(*call.target);
    is_absolute = root.is_absolute;
    if (!is_absolute && root.kind == ExprKind::Ident && scope.find(root.name)) prefix.clear();
  }
  if (call.target == nullptr || !prefix.empty()) {
    const auto name =
        prefix.empty() ? std::string(call.name) : prefix + "." + std::string(call.name);
    for (auto& candidate : candidate_names(container_, name, is_absolute)) {
      const auto* set = tables_.function(candidate);
      if (set != nullptr && !set->globals.empty())
        return {.functions = set, .takes_target = false, .name = std::move(candidate)};
    }
  }
  if (call.target == nullptr) return {};
  const auto* set = tables_.function(call.name);
  if (set == nullptr || set->members.empty()) return {};
  return {.functions = set, .takes_target = true, .name = std::string(call.name)};
}

Issue Names::undeclared(const Expr& ident, const Scope& scope) const {
  auto known = scope.names();
  for (const auto& variable : tables_.variables) known.emplace_back(variable.name);
  Issue issue{ident.span, "undeclared reference to " + quoted(ident.name), {}};
  if (const auto near = nearest_name(ident.name, known))
    issue.help = "did you mean '" + std::string(*near) + "'?";
  return issue;
}

Issue Names::undeclared_function(const Expr& call) const {
  std::vector<std::string_view> known;
  const bool is_member = call.target != nullptr;
  const auto prefix = is_member ? qualified_name(*call.target) : std::string();
  const auto full = prefix.empty() ? std::string(call.name) : prefix + "." + std::string(call.name);
  for (const auto& [name, set] : tables_.functions->by_name) {
    const bool fits =
        is_member ? !set.members.empty() || name.find('.') != name.npos : !set.globals.empty();
    if (fits && name.front() != '_' && name.front() != '@') known.emplace_back(name);
  }
  for (const std::string_view macro : {"all", "exists", "exists_one", "map", "filter", "has"})
    if ((macro == "has") != is_member) known.push_back(macro);
  std::sort(known.begin(), known.end());
  Issue issue{call.name_span, "undeclared reference to function " + quoted(call.name), {}};
  auto near = nearest_name(call.name, known);
  if (!near) near = nearest_name(full, known);
  if (near && *near == call.name)
    issue.help = "'" + std::string(*near) + "' takes other arguments";
  else if (near)
    issue.help = "did you mean '" + std::string(*near) + "'?";
  return issue;
}

}  // namespace stopgate::cel
