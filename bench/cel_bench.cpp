// rooms: cel

// Compiling and evaluating the kinds of expressions that policies hold, over bound trees.

#include <benchmark/benchmark.h>

#include "cel/program.h"

namespace {

namespace cel = stopgate::cel;
namespace value = stopgate::value;
using stopgate::intern;

// A pod specification with `count` containers.
value::Value pod(stopgate::Arena& arena, std::size_t count) {
  const value::Member limits[] = {{intern("cpu"), value::Value::string("500m")},
                                  {intern("memory"), value::Value::string("256Mi")}};
  const value::Member resources[] = {{intern("limits"), value::Map::make(arena, limits)}};
  const value::Member container[] = {
      {intern("name"), value::Value::string("app")},
      {intern("image"), value::Value::string("registry.example/shop/app:1.4.2")},
      {intern("resources"), value::Map::make(arena, resources)}};
  const std::vector<value::Value> containers(count, value::Map::make(arena, container));
  const value::Member spec[] = {{intern("hostNetwork"), value::Value::boolean(false)},
                                {intern("containers"), value::List::make(arena, containers)}};
  const value::Member root[] = {{intern("kind"), value::Value::string("Pod")},
                                {intern("spec"), value::Map::make(arena, spec)}};
  return value::Map::make(arena, root);
}

constexpr const char* kExpressions[] = {
    "!has(object.spec.hostNetwork) || object.spec.hostNetwork == false",
    "object.spec.containers.all(c, has(c.resources) && has(c.resources.limits) && "
    "has(c.resources.limits.memory))",
    "object.spec.containers.all(c, !c.image.endsWith(':latest') && c.image.matches('^[a-z.]+/'))",
    "object.spec.containers.all(c, "
    "quantity(c.resources.limits.memory).isLessThan(quantity('1Gi')))",
};

void compile(benchmark::State& state) {
  auto environment = cel::Environment::standard();
  environment.declare("object", cel::Type::dyn());
  const auto* text = kExpressions[state.range(0)];
  for (auto _ : state) benchmark::DoNotOptimize(cel::compile(environment, text));
}
BENCHMARK(compile)->DenseRange(0, 3);

void evaluate(benchmark::State& state) {
  auto environment = cel::Environment::standard();
  const auto slot = environment.declare("object", cel::Type::dyn());
  const auto compiled = cel::compile(environment, kExpressions[state.range(0)]);
  stopgate::Arena arena;
  const auto object = pod(arena, 3);
  cel::Activation activation(environment);
  activation.bind(slot, cel::Datum::of(object));
  cel::Evaluator evaluator;
  cel::Trace trace;
  cel::EvalOptions options;
  if (state.range(1) != 0) options.trace = &trace;
  for (auto _ : state) {
    benchmark::DoNotOptimize(evaluator.evaluate(*compiled.program, activation, options));
    evaluator.reset();
  }
}
BENCHMARK(evaluate)->ArgsProduct({{0, 1, 2, 3}, {0, 1}});

// What most of a policy's conditions are like.
void simple(benchmark::State& state) {
  auto environment = cel::Environment::standard();
  const auto slot = environment.declare("x", cel::Type::dyn());
  const auto compiled = cel::compile(environment, "has(x.y) && x.z in ['a', 'b']");
  stopgate::Arena arena;
  const value::Member members[] = {{intern("y"), value::Value::integer(1)},
                                   {intern("z"), value::Value::string("b")}};
  cel::Activation activation(environment);
  activation.bind(slot, cel::Datum::of(value::Map::make(arena, members)));
  cel::Evaluator evaluator;
  for (auto _ : state) benchmark::DoNotOptimize(evaluator.evaluate(*compiled.program, activation));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(simple);

void make_environment(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(cel::Environment::standard());
}
BENCHMARK(make_environment);

}  // namespace

BENCHMARK_MAIN();
