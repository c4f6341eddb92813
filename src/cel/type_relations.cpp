#include "cel/type_relations.h"

#include <algorithm>

namespace stopgate::cel {

namespace {

bool is_dyn(const Type& type) { return type.kind == TypeKind::Dyn || type.kind == TypeKind::Error; }

// What null may be given to.
bool is_nullable(const Type& type) {
  switch (type.kind) {
    case TypeKind::Null:
    case TypeKind::Object:
    case TypeKind::Abstract:
    case TypeKind::Wrapper:
    case TypeKind::Timestamp:
    case TypeKind::Duration: return true;
    default: return false;
  }
}

}  // namespace

Type TypeRelations::fresh() { return Type::parameter("#" + std::to_string(count_++)); }

Type TypeRelations::instantiate(const Type& type, Instance& instance) {
  if (type.kind == TypeKind::Parameter) {
    const auto [found, inserted] = instance.try_emplace(type.name);
    if (inserted) found->second = fresh();
    return found->second;
  }
  auto made = type;
  for (auto& parameter : made.parameters) parameter = std::make_shared<const Type>(instantiate(*parameter, instance));
  return made;
}

Type TypeRelations::substitute(const Bindings& bindings, const Type& type, bool free_as_dyn) {
  if (type.kind == TypeKind::Parameter) {
    const auto found = bindings.find(type.name);
    if (found != bindings.end()) return substitute(bindings, found->second, free_as_dyn);
    return free_as_dyn ? Type::dyn() : type;
  }
  if (type.parameters.empty()) return type;
  auto made = type;
  for (auto& parameter : made.parameters) parameter = std::make_shared<const Type>(substitute(bindings, *parameter, free_as_dyn));
  return made;
}

Type TypeRelations::resolved(const Type& type) const { return substitute(bindings_, type, false); }
Type TypeRelations::final_type(const Type& type) const { return substitute(bindings_, type, true); }

bool TypeRelations::occurs(const Bindings& bindings, const std::string& variable, const Type& in) {
  const auto type = substitute(bindings, in, false);
  if (type.kind == TypeKind::Parameter) return type.name == variable;
  return std::any_of(type.parameters.begin(), type.parameters.end(), [&](const auto& parameter) { return occurs(bindings, variable, *parameter); });
}

bool TypeRelations::is_less_specific(const Type& a, const Type& b) {
  if (is_dyn(a) || a.kind == TypeKind::Parameter) return true;
  if (is_dyn(b) || b.kind == TypeKind::Parameter) return false;
  if (a.kind == TypeKind::Null || b.kind == TypeKind::Null) return b.kind == TypeKind::Null;
  if (a.kind == TypeKind::Wrapper && b.kind != TypeKind::Wrapper) return *a.parameters.front() == b;
  if (a.kind != b.kind || a.name != b.name || a.parameters.size() != b.parameters.size()) return false;
  return std::equal(a.parameters.begin(), a.parameters.end(), b.parameters.begin(), [](const auto& x, const auto& y) { return is_less_specific(*x, *y); });
}

bool TypeRelations::unify_variable(Bindings& bindings, const Type& variable, const Type& with, bool variable_is_target) const {
  const auto bound = bindings.find(variable.name);
  if (bound != bindings.end()) {
    const auto old = bound->second;
    if (!(variable_is_target ? unify(bindings, old, with) : unify(bindings, with, old))) return false;
    const auto a = substitute(bindings, old, false);
    const auto b = substitute(bindings, with, false);
    const auto general = is_less_specific(a, b) ? a : b;
    if (!(general.kind == TypeKind::Parameter && general.name == variable.name)) bindings[variable.name] = general;
    return true;
  }
  const auto other = substitute(bindings, with, false);
  if (other.kind == TypeKind::Parameter && other.name == variable.name) return true;
  if (occurs(bindings, variable.name, other)) return false;
  bindings[variable.name] = other;
  return true;
}

bool TypeRelations::unify(Bindings& bindings, const Type& to, const Type& from) const {
  if (from.kind == TypeKind::Parameter) return unify_variable(bindings, from, to, false);
  if (to.kind == TypeKind::Parameter) return unify_variable(bindings, to, from, true);
  if (is_dyn(to) || is_dyn(from)) return true;
  if (from.kind == TypeKind::Null || to.kind == TypeKind::Null) return is_nullable(from.kind == TypeKind::Null ? to : from);
  if (to.kind == TypeKind::Wrapper && from.kind != TypeKind::Wrapper) return unify(bindings, *to.parameters.front(), from);
  if (from.kind == TypeKind::Wrapper && to.kind != TypeKind::Wrapper) return unify(bindings, to, *from.parameters.front());
  if (to.kind != from.kind || to.name != from.name) return false;
  if (to.kind == TypeKind::Type) return true;  // any two types may be compared
  if (to.parameters.size() != from.parameters.size()) return false;
  for (std::size_t i = 0; i < to.parameters.size(); ++i)
    if (!unify(bindings, *to.parameters[i], *from.parameters[i])) return false;
  return true;
}

bool TypeRelations::assignable(const Type& to, const Type& from) {
  auto bindings = bindings_;
  if (!unify(bindings, to, from)) return false;
  bindings_ = std::move(bindings);
  return true;
}

bool TypeRelations::all_assignable(std::span<const Type> to, std::span<const Type> from) {
  if (to.size() != from.size()) return false;
  auto bindings = bindings_;
  for (std::size_t i = 0; i < to.size(); ++i)
    if (!unify(bindings, to[i], from[i])) return false;
  bindings_ = std::move(bindings);
  return true;
}

std::optional<Type> TypeRelations::joined(const Type& a, const Type& b) {
  if (!assignable(a, b)) return std::nullopt;
  const auto x = resolved(a);
  const auto y = resolved(b);
  return is_less_specific(x, y) ? x : y;
}

}  // namespace stopgate::cel
