#pragma once

// What may stand for what: assignment of types with type parameters, as the specification's checker
// has it. Parameters of a declaration become variables here, and unification binds them.

#include <map>
#include <optional>
#include <span>
#include <string>

#include "cel/type.h"

namespace stopgate::cel {

class TypeRelations {
 public:
  // A variable that nothing is known about yet.
  [[nodiscard]] Type fresh();
  // The type with its parameters replaced by fresh variables, the same ones for one `instance`.
  using Instance = std::map<std::string, Type>;
  [[nodiscard]] Type instantiate(const Type& type, Instance& instance);

  // Binds variables as needed; on failure nothing is bound.
  [[nodiscard]] bool assignable(const Type& to, const Type& from);
  [[nodiscard]] bool all_assignable(std::span<const Type> to, std::span<const Type> from);

  // The type of a list of both; dyn when there is none.
  [[nodiscard]] std::optional<Type> joined(const Type& a, const Type& b);

  // Bound variables replaced; free ones kept, or dyn in the end.
  [[nodiscard]] Type resolved(const Type& type) const;
  [[nodiscard]] Type final_type(const Type& type) const;

 private:
  using Bindings = std::map<std::string, Type>;
  bool unify(Bindings& bindings, const Type& to, const Type& from) const;
  bool unify_variable(Bindings& bindings, const Type& variable, const Type& with, bool variable_is_target) const;
  static Type substitute(const Bindings& bindings, const Type& type, bool free_as_dyn);
  static bool is_less_specific(const Type& a, const Type& b);
  static bool occurs(const Bindings& bindings, const std::string& variable, const Type& in);

  Bindings bindings_;
  std::size_t count_ = 0;
};

}  // namespace stopgate::cel
