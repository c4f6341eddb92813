// rooms: policy builtins

// What a run pays before it looks at its first input: the catalogue, and every built-in policy
// planned.

#include <benchmark/benchmark.h>

#include <map>

#include "policy/catalogue.h"
#include "policy/planned.h"

namespace {

namespace policy = stopgate::policy;

void catalogue(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(policy::Catalogue::built_in());
}
BENCHMARK(catalogue)->Unit(benchmark::kMillisecond);

// As a run does it, for every target at once.
struct Plan {
  explicit Plan(const policy::Catalogue& catalogue) {
    for (const auto& each : catalogue.policies()) {
      const auto found = targets.find(each.target);
      auto& target =
          found != targets.end()
              ? found->second
              : targets.emplace(each.target, policy::make_environment(each.target)).first->second;
      policy::declare_variables(each, target);
    }
    for (const auto& each : catalogue.policies())
      policies.push_back(policy::plan_policy(each, targets.at(each.target), {}, arena));
  }

  // What every evaluation of the policies needs: messages wait until something is found.
  void compile() const {
    for (const auto& each : policies) {
      for (const auto& condition : each->conditions) benchmark::DoNotOptimize(condition->get());
      for (const auto& variable : each->variables)
        benchmark::DoNotOptimize(variable.expression->get());
      for (const auto& validation : each->validations)
        benchmark::DoNotOptimize(validation.expression->get());
    }
  }

  stopgate::Arena arena;
  std::map<policy::Target, policy::TargetEnvironment> targets;
  std::vector<std::unique_ptr<policy::PlannedPolicy>> policies;
};

void plan_all(benchmark::State& state) {
  const auto all = policy::Catalogue::built_in();
  for (auto _ : state) {
    const Plan plan(all);
    plan.compile();
  }
  state.counters["policies"] = static_cast<double>(all.policies().size());
}
BENCHMARK(plan_all)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
