#pragma once

// Name resolution, shared by the checker and the planner: what an identifier or a dotted name
// means.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cel/expression.h"
#include "cel/program.h"
#include "cel/tables.h"

namespace stopgate::cel {

// Variables that macros bind, innermost last.
class Scope {
 public:
  void push(std::string_view name, std::uint32_t slot) { names_.push_back({name, slot}); }
  void pop() { names_.pop_back(); }
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view name) const;
  [[nodiscard]] std::vector<std::string_view> names() const;

 private:
  struct Bound {
    std::string_view name;
    std::uint32_t slot;
  };
  std::vector<Bound> names_;
};

struct Resolved {
  std::optional<std::size_t> variable;  // slot
  std::optional<Type> type;             // the name of a type, as a value
  std::string name;
};

class Names {
 public:
  Names(const Environment& environment, std::string_view container)
      : tables_(environment.tables()), container_(container) {}

  // An identifier or a chain of selections as one declared name. Nothing when it is none, or when
  // its root is bound by a macro.
  [[nodiscard]] std::optional<Resolved> resolve(const Expr& expr, const Scope& scope) const;

  struct Called {
    const FunctionSet* functions = nullptr;  // null when there is no such function
    bool takes_target = false;               // receiver style
    std::string name;
  };
  // "math.abs" in math.abs(x) is a function's name, x in x.startsWith() is a receiver.
  [[nodiscard]] Called resolve_call(const Expr& call, const Scope& scope) const;

  [[nodiscard]] Issue undeclared(const Expr& ident, const Scope& scope) const;
  [[nodiscard]] Issue undeclared_function(const Expr& call) const;

 private:
  const Environment::Tables& tables_;
  std::string_view container_;
};

}  // namespace stopgate::cel
