#pragma once

// What may stand for what: assignment of types with type parameters, as the specification's checker
// has it. Parameters of a declaration become variables here, and unification binds them.

#include <map>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

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
  bool unify(const Type& to, const Type& from);
  bool unify_variable(const Type& variable, const Type& with, bool variable_is_target);
  void bind(const std::string& variable, Type type);
  void roll_back(std::size_t mark);
  [[nodiscard]] Type substitute(const Type& type, bool free_as_dyn) const;
  [[nodiscard]] bool occurs(const std::string& variable, const Type& in) const;
  static bool is_less_specific(const Type& a, const Type& b);

  std::unordered_map<std::string, Type> bindings_;
  // What bindings were before, newest last: a failed attempt is undone, not copied beforehand.
  std::vector<std::pair<std::string, std::optional<Type>>> trail_;
  std::size_t count_ = 0;
};

}  // namespace stopgate::cel
