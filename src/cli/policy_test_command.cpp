#include "cli/policy_test_command.h"

#include <algorithm>
#include <ostream>

#include "base/glob.h"
#include "base/text.h"
#include "policy/example_run.h"
#include "policy/fuzz.h"
#include "policy/policy_check.h"

namespace stopgate::cli {

namespace {

struct Tally {
  std::size_t passed = 0, failed = 0, mistakes = 0;
};

void print(const policy::Policy& policy, const policy::ExampleResult& result, Tally& tally,
           const World& world) {
  ++(result.has_passed ? tally.passed : tally.failed);
  if (result.has_passed) return;
  world.out << policy.path << ": " << policy.id << ": " << result.title << '\n';
  for (const auto& problem : result.problems) world.out << "  " << problem << '\n';
}

// Validations that no example breaks are code that nobody has seen work.
void print_coverage(const policy::LoadedPolicy& loaded,
                    const std::vector<policy::ExampleResult>& results, const World& world) {
  const auto& policy = loaded.policy;
  const auto warn = [&](const std::string& message) {
    world.out << policy.path << ": warning: " << policy.id << ": " << message << '\n';
  };
  const auto is_reached = std::ranges::any_of(
      results, [](const policy::ExampleResult& result) { return result.matched > 0; });
  if (!is_reached) {
    warn("no example reaches a validation; look at match and matchConditions");
    return;
  }
  for (std::size_t i = 0; i < policy.validations.size(); ++i) {
    const auto fails = [&](const policy::ExampleResult& result) {
      return i < result.failures.size() && result.failures[i] > 0;
    };
    if (std::ranges::none_of(results, fails))
      warn("no example fails validation " + std::to_string(i + 1) + ": " +
           printable(trim(policy.validations[i].expression.text), 100));
  }
}

bool is_wanted(const std::vector<std::string>& ids, const policy::Policy& policy) {
  return ids.empty() || std::ranges::any_of(ids, [&](const std::string& glob) {
           return glob_match(glob, policy.id, '\0');
         });
}

}  // namespace

int test_policies(const std::vector<std::string>& ids, bool with_fuzz, const LoadedPolicies& loaded,
                  const source::SourceMap& sources, const World& world) {
  Tally tally;
  for (const auto& policy : loaded.policies) {
    if (!is_wanted(ids, policy.policy)) continue;
    const auto remarks = policy::check_policy(policy.policy, sources);
    for (const auto& remark : remarks) world.out << source::to_string(remark, sources) << '\n';
    if (source::has_errors(remarks)) ++tally.mistakes;
    const auto results = policy::run_examples(policy, sources);
    for (const auto& result : results) print(policy.policy, result, tally, world);
    print_coverage(policy, results, world);
    if (!with_fuzz) continue;
    for (const auto& problem : policy::fuzz_policy(policy)) {
      world.out << policy.policy.path << ": " << policy.policy.id << ": " << problem << '\n';
      ++tally.mistakes;
    }
  }
  world.out << tally.passed << " examples passed, " << tally.failed << " failed\n";
  if (tally.passed + tally.failed == 0) {
    world.err << "stopgate: no policy matches " << stopgate::quoted(join(ids, ", ")) << '\n';
    return 2;
  }
  return tally.failed + tally.mistakes == 0 ? 0 : 1;
}

}  // namespace stopgate::cli
