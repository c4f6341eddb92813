// rooms: cel

// Compiles any text and evaluates it over a few bindings, and holds the results to their promises:
// issues and errors lie within the text, a partly known input never makes what was decided differ.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "cel/program.h"

namespace {

namespace cel = stopgate::cel;
namespace value = stopgate::value;
using stopgate::intern;

void require(bool condition) {
  if (!condition) std::abort();
}

struct Bound {
  stopgate::Arena arena;
  cel::Environment environment = cel::Environment::standard();
  cel::Environment kubernetes = cel::Environment::standard(34);
  value::Value known = tree(value::Value::integer(443), value::Access::Strict);
  value::Value partly =
      tree(value::Value::unknown(arena, {.reason = "known after apply", .subject = "x"}),
           value::Access::Strict);
  value::Value lenient = tree(value::Value::integer(443), value::Access::Lenient);

  Bound() {
    for (auto* each : {&environment, &kubernetes}) {
      each->declare("object", cel::Type::dyn());
      each->declare("resource", cel::Type::dyn());
      each->declare("name", cel::Type::of(cel::TypeKind::String));
      each->declare("n", cel::Type::of(cel::TypeKind::Int));
      each->declare("late", cel::Type::dyn());
    }
  }

  value::Value tree(value::Value port, value::Access access) {
    const value::Value items[] = {value::Value::integer(1), port, value::Value::string("a"),
                                  value::Value::null(), value::Value::number(1.5)};
    const value::Member inner[] = {{intern("name"), value::Value::string("web")},
                                   {intern("port"), port},
                                   {intern("on"), value::Value::boolean(true)}};
    const value::Value objects[] = {value::Map::make(arena, inner, {}, access),
                                    value::Map::make(arena, {}, {}, access)};
    const value::Member members[] = {{intern("list"), value::List::make(arena, items, {}, access)},
                                     {intern("m"), value::Map::make(arena, inner, {}, access)},
                                     {intern("xs"), value::List::make(arena, objects, {}, access)},
                                     {intern("s"), value::Value::string("häuser 80%")}};
    return value::Map::make(arena, members, {}, access);
  }
};

stopgate::cel::Outcome run(cel::Evaluator& evaluator, const cel::Program& program,
                           const cel::Environment& environment, const Bound& bound,
                           const value::Value& object) {
  cel::Activation activation(environment);
  activation.bind(0, cel::Datum::of(object));
  activation.bind(1, cel::Datum::of(bound.lenient));
  activation.bind(2, cel::Datum::string("api"));
  activation.bind(3, cel::Datum::integer(-7));
  activation.bind_unknown(4, "not known yet");
  cel::Trace trace;
  cel::EvalOptions options;
  options.cost_limit = 50'000;
  options.trace = &trace;
  return evaluator.evaluate(program, activation, options);
}

void check(const Bound& bound, const cel::Environment& environment, std::string_view text) {
  const auto compiled = cel::compile(environment, text);
  require((compiled.program != nullptr) == compiled.issues.empty());
  for (const auto& issue : compiled.issues)
    require(issue.span.begin <= issue.span.end && issue.span.end <= text.size());
  if (!compiled.program) return;
  cel::Evaluator evaluator;
  const auto known = run(evaluator, *compiled.program, environment, bound, bound.known);
  if (known.value.is_error()) require(known.value.as_error().span.end <= text.size());
  stopgate::Arena arena;
  (void)value::to_text(known.value.to_value(arena));
  const auto partly = run(evaluator, *compiled.program, environment, bound, bound.partly);
  if (partly.value.is_bool() && known.value.is_bool())
    require(partly.value.as_bool() == known.value.as_bool());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Bound bound;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (size > 4096) return 0;
  check(bound, bound.environment, text);
  check(bound, bound.kubernetes, text);
  return 0;
}
