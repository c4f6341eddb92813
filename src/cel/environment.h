#pragma once

// An Environment says which variables and functions an expression may use.
//
// It is built once, then shared by all threads. The language is that of the CEL specification
// (google/cel-spec) with the extensions and Kubernetes' libraries; which version of Kubernetes adds
// which function is in the libraries' own files.

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "cel/datum.h"
#include "cel/type.h"

namespace stopgate::cel {

// What a function may use while it runs.
class EvalContext {
 public:
  virtual ~EvalContext() = default;
  [[nodiscard]] virtual Arena& arena() = 0;
  // Keeps an opaque value alive until the evaluation's results are dropped.
  virtual const Opaque& keep(std::unique_ptr<Opaque> value) = 0;
  // What the host gave to evaluate(): domain functions of the policy room find the model there.
  [[nodiscard]] virtual const void* host() const = 0;
  // Charges cost units; false when the limit is reached (return any value: the evaluation ends in
  // an error).
  virtual bool charge(std::uint64_t cost) = 0;
};

// Arguments are never errors or unknowns: those are handled before the call. A receiver is the
// first argument.
using Function = std::function<Datum(EvalContext&, std::span<const Datum>)>;

struct Overload {
  std::string name;              // "startsWith"
  bool is_member = false;        // receiver style: x.startsWith(y)
  std::vector<Type> parameters;  // with the receiver first
  Type result;
  Function call;
  // Sees unknown arguments too (for functions that may answer without knowing all).
  bool accepts_unknown = false;
  // Cost units of a call, before it is made; 1 without it.
  std::function<std::uint64_t(std::span<const Datum>)> cost = {};
  // The same for the same arguments, whatever the host: may be called while compiling.
  bool is_pure = false;
};

struct Field {
  std::string name;
  Type type;
};

class Environment {
 public:
  // 0: everything there is: the standard library and macros, the extensions (strings, math, lists,
  // sets, encoders, bindings, two-variable comprehensions, optionals, network) and Kubernetes'
  // libraries, each as the newest version has it. N, 25 and up: what an API server of Kubernetes
  // 1.N compiles and no more, so that a policy that passes here passes there (libraries.cpp).
  static Environment standard(unsigned kubernetes_minor = 0);

  Environment(Environment&&) noexcept;
  Environment& operator=(Environment&&) noexcept;
  ~Environment();

  // One with the same functions, to declare other variables in: cheap.
  [[nodiscard]] Environment copy() const;

  // A dotted name ("variables.image") is a variable of its own, found before the field of a shorter
  // one. Returns its slot in an Activation.
  std::size_t declare(std::string name, Type type);
  void add(Overload overload);
  // Gives the values of Type{TypeKind::Object, name} their fields, so that a misspelt one is found.
  void declare_object(std::string name, std::vector<Field> fields);

  struct Tables;  // names, overloads and macros, seen by the checker and the planner
  [[nodiscard]] const Tables& tables() const { return *tables_; }

 private:
  Environment();
  std::unique_ptr<Tables> tables_;
};

}  // namespace stopgate::cel
