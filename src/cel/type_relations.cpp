#include "cel/type_relations.h"

#include <algorithm>

namespace stopgate::cel {

namespace {

bool is_dyn(const Type& type) {
  return type.kind == TypeKind::Dyn || type.kind == TypeKind::Error;
}

// What null may be given to.
bool is_nullable(const Type& type) {
  switch (type.kind) {
    case TypeKind::Null:
    case TypeKind::Object:
    case TypeKind::Abstract:
    case TypeKind::Wrapper:
    case TypeKind::Optional:
    case TypeKind::Timestamp:
    case TypeKind::Duration:
      return true;
    default:
      return false;
  }
}

}  // namespace

Type TypeRelations::fresh() {
  return Type::parameter("#" + std::to_string(count_++));
}

Type TypeRelations::instantiate(const Type& type, Instance& instance) {
  if (type.kind == TypeKind::Parameter) {
    const auto [found, inserted] = instance.try_emplace(type.name);
    if (inserted) found->second = fresh();
    return found->second;
  }
  auto made = type;
  for (auto& parameter : made.parameters)
    parameter = std::make_shared<const Type>(instantiate(*parameter, instance));
  return made;
}

Type TypeRelations::substitute(const Type& type, bool free_as_dyn) const {
  if (type.kind == TypeKind::Parameter) {
    const auto found = bindings_.find(type.name);
    if (found != bindings_.end()) return substitute(found->second, free_as_dyn);
    return free_as_dyn ? Type::dyn() : type;
  }
  if (type.parameters.empty()) return type;
  auto made = type;
  for (auto& parameter : made.parameters)
    parameter = std::make_shared<const Type>(substitute(*parameter, free_as_dyn));
  return made;
}

Type TypeRelations::resolved(const Type& type) const {
  return substitute(type, false);
}
Type TypeRelations::final_type(const Type& type) const {
  return substitute(type, true);
}

bool TypeRelations::occurs(const std::string& variable, const Type& in) const {
  const auto type = substitute(in, false);
  if (type.kind == TypeKind::Parameter) return type.name == variable;
  return std::any_of(type.parameters.begin(), type.parameters.end(),
                     [&](const auto& parameter) { return occurs(variable, *parameter); });
}

bool TypeRelations::is_less_specific(const Type& a, const Type& b) {
  if (is_dyn(a) || a.kind == TypeKind::Parameter) return true;
  if (is_dyn(b) || b.kind == TypeKind::Parameter) return false;
  if (a.kind == TypeKind::Null || b.kind == TypeKind::Null) return b.kind == TypeKind::Null;
  if (a.kind == TypeKind::Wrapper && b.kind != TypeKind::Wrapper) return *a.parameters.front() == b;
  if (a.kind != b.kind || a.name != b.name || a.parameters.size() != b.parameters.size())
    return false;
  return std::equal(a.parameters.begin(), a.parameters.end(), b.parameters.begin(),
                    [](const auto& x, const auto& y) { return is_less_specific(*x, *y); });
}

bool TypeRelations::unify_variable(const Type& variable, const Type& with,
                                   bool variable_is_target) {
  const auto bound = bindings_.find(variable.name);
  if (bound != bindings_.end()) {
    const auto old = bound->second;
    if (!(variable_is_target ? unify(old, with) : unify(with, old))) return false;
    const auto a = substitute(old, false);
    const auto b = substitute(with, false);
    const auto general = is_less_specific(a, b) ? a : b;
    if (!(general.kind == TypeKind::Parameter && general.name == variable.name))
      bind(variable.name, general);
    return true;
  }
  const auto other = substitute(with, false);
  if (other.kind == TypeKind::Parameter && other.name == variable.name) return true;
  if (occurs(variable.name, other)) return false;
  bind(variable.name, other);
  return true;
}

bool TypeRelations::unify(const Type& to, const Type& from) {
  if (from.kind == TypeKind::Parameter) return unify_variable(from, to, false);
  if (to.kind == TypeKind::Parameter) return unify_variable(to, from, true);
  if (is_dyn(to) || is_dyn(from)) return true;
  if (from.kind == TypeKind::Null || to.kind == TypeKind::Null)
    return is_nullable(from.kind == TypeKind::Null ? to : from);
  if (to.kind == TypeKind::Wrapper && from.kind != TypeKind::Wrapper)
    return unify(*to.parameters.front(), from);
  if (from.kind == TypeKind::Wrapper && to.kind != TypeKind::Wrapper)
    return unify(to, *from.parameters.front());
  if (to.kind != from.kind || to.name != from.name) return false;
  if (to.kind == TypeKind::Type) return true;  // any two types may be compared
  if (to.parameters.size() != from.parameters.size()) return false;
  for (std::size_t i = 0; i < to.parameters.size(); ++i)
    if (!unify(*to.parameters[i], *from.parameters[i])) return false;
  return true;
}

void TypeRelations::bind(const std::string& variable, Type type) {
  const auto found = bindings_.find(variable);
  trail_.emplace_back(variable,
                      found == bindings_.end() ? std::nullopt : std::optional(found->second));
  bindings_.insert_or_assign(variable, std::move(type));
}

void TypeRelations::roll_back(std::size_t mark) {
  for (; trail_.size() > mark; trail_.pop_back()) {
    auto& [variable, before] = trail_.back();
    if (before)
      bindings_.insert_or_assign(variable, std::move(*before));
    else
      bindings_.erase(variable);
  }
}

bool TypeRelations::assignable(const Type& to, const Type& from) {
  return all_assignable({&to, 1}, {&from, 1});
}

bool TypeRelations::all_assignable(std::span<const Type> to, std::span<const Type> from) {
  if (to.size() != from.size()) return false;
  const auto mark = trail_.size();
  for (std::size_t i = 0; i < to.size(); ++i) {
    if (unify(to[i], from[i])) continue;
    roll_back(mark);
    return false;
  }
  trail_.resize(mark);
  return true;
}

std::optional<Type> TypeRelations::joined(const Type& a, const Type& b) {
  if (!assignable(a, b)) return std::nullopt;
  const auto x = resolved(a);
  const auto y = resolved(b);
  return is_less_specific(x, y) ? x : y;
}

}  // namespace stopgate::cel
