#pragma once

// Compiling an expression (lex, parse, expand macros, check, plan) and evaluating it.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cel/attribute_pattern.h"
#include "cel/datum.h"
#include "cel/environment.h"

namespace stopgate::cel {

enum class IssueKind : std::uint8_t {
  Other,
  UndefinedField,  // of a type whose fields are declared
  NoOverload,      // values of types that a function or an operator does not take
};

// A mistake in an expression, with the bytes of it that are meant.
struct Issue {
  source::Span span;
  std::string message;  // "undeclared reference to 'contaner'"
  std::string help;     // "did you mean 'container'?"
  IssueKind kind = IssueKind::Other;
  std::string of;  // UndefinedField: the type's name
  bool operator==(const Issue&) const = default;
};

struct CompileOptions {
  std::string container;  // namespace for name resolution; mostly empty
  bool check_types = true;
  std::size_t depth_limit = 250;
  // Fields are written as rules of custom resources write them: a__dash__b is the field "a-b".
  bool escaped_fields = false;
};

// Planned code: constants folded, fields as interned keys, regular expressions compiled once.
// Immutable and shared by threads.
class Program;

// The value of a program that looks at nothing: `1 < 2`, `true`.
[[nodiscard]] std::optional<Datum> constant_of(const Program& program);

struct Compiled {
  std::shared_ptr<const Program> program;  // null when there are issues
  std::vector<Issue> issues;
  Type result;
};

// The environment must outlive the program.
[[nodiscard]] Compiled compile(const Environment& environment, std::string_view text,
                               const CompileOptions& options = {});

// Values of the environment's variables, by slot.
class Activation {
 public:
  explicit Activation(const Environment& environment);

  void bind(std::size_t slot, const Datum& value, source::Place place = {});
  // What the expression is not about (parameters, the version reviewed for): no finding points at
  // what was read of it.
  void bind_aside(std::size_t slot, const Datum& value);
  // Computed when an expression first asks for it, then kept until reset().
  void bind_lazily(std::size_t slot, std::function<Datum(EvalContext&)> compute);
  // Nothing bound: using the variable is unknown with this reason.
  void bind_unknown(std::size_t slot, std::string_view reason);
  void reset();  // forgets every binding

 private:
  friend class Evaluator;
  friend class Machine;
  struct Slot {
    enum class State : std::uint8_t {
      Missing,
      Bound,
      Lazy,
      Computing,
      Unknown
    } state = State::Missing;
    bool is_aside = false;
    Datum value;
    source::Place place;
    std::function<Datum(EvalContext&)> compute;
    std::string unknown_because;  // with State::Unknown
  };
  std::vector<Slot> slots_;
};

// What an evaluation looked at, so that a finding can point there.
struct Trace {
  // The attribute read last before the result was decided: for `xs.all(x, x.ok)` the element that
  // broke it. When a field was asked for that is not there, the place of the map that lacks it.
  source::Place last_read;
  std::string last_path;  // "container.securityContext.privileged"
  // Asked of the evaluator: what stands nowhere (the state before) does not count once something
  // was read that stands somewhere.
  bool only_placed = false;
};

// What to do with a list or map that holds an unknown somewhere, when it is used as a whole.
enum class PartlyUnknown {
  Precise,  // unknown only if the answer depends on the unknown part
  Whole,    // unknown, as cel-go has it
};

// The value of one part of an expression, in the order in which they were known.
struct Step {
  source::Span span;
  Datum value;
  bool is_sensitive = false;  // something sensitive was read by then
};

struct EvalOptions {
  std::uint64_t cost_limit = 10'000'000;
  const void* host = nullptr;
  Trace* trace = nullptr;
  PartlyUnknown partly_unknown = PartlyUnknown::Precise;
  std::vector<Step>* steps = nullptr;              // where to note every part's value; costs time
  std::span<const AttributePattern> unknown = {};  // besides what values say of themselves
};

struct Outcome {
  Datum value;                  // a value, an error or an unknown
  std::uint64_t cost = 0;       // as Kubernetes counts it
  bool read_sensitive = false;  // looked at a sensitive value: what it made must not be printed
};

// Owns what evaluations make; results are valid until reset() or its end. One a thread.
class Evaluator {
 public:
  Evaluator();
  ~Evaluator();
  [[nodiscard]] Outcome evaluate(const Program& program, Activation& activation,
                                 const EvalOptions& options = {});
  void reset();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace stopgate::cel
