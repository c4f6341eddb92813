#include "cli/policy_test_command.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <ostream>

#include "base/glob.h"
#include "base/parallel.h"
#include "base/text.h"
#include "cli/mistakes.h"
#include "policy/example_run.h"
#include "policy/fuzz.h"
#include "policy/policy_check.h"
#include "terraform/provider_schema.h"

namespace stopgate::cli {

namespace {

// What is said of one policy.
struct Told {
  std::string text;
  std::size_t passed = 0, failed = 0;
  bool is_wrong = false;      // the policy file
  bool fails_on_odd = false;  // an expression, on an input made from the examples
};

void tell(const policy::Policy& policy, const policy::ExampleResult& result, Told& told) {
  ++(result.has_passed ? told.passed : told.failed);
  if (result.has_passed) return;
  told.text += policy.path + ": " + policy.id + ": " + result.title + '\n';
  for (const auto& problem : result.problems) told.text += "  " + problem + '\n';
}

// Validations that no example breaks are code that nobody has seen work.
void tell_coverage(const policy::Policy& policy, const std::vector<policy::ExampleResult>& results,
                   Told& told) {
  const auto warn = [&](const std::string& message) {
    told.text += policy.path + ": warning: " + policy.id + ": " + message + '\n';
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

Told test(const policy::LoadedPolicy& loaded, const source::SourceMap& sources,
          const terraform::ProviderSchemas* schemas, std::size_t fuzz_inputs) {
  Told told;
  const auto& policy = loaded.policy;
  const auto remarks = policy::check_policy(policy, sources, schemas);
  for (const auto& remark : remarks) told.text += mistake_text(remark, sources);
  told.is_wrong = source::has_errors(remarks);
  // Its examples would only say the same again.
  if (told.is_wrong) return told;
  const auto results = policy::run_examples(loaded, sources);
  for (const auto& result : results) tell(policy, result, told);
  tell_coverage(policy, results, told);
  if (fuzz_inputs == 0) return told;
  for (const auto& problem : policy::fuzz_policy(loaded, fuzz_inputs)) {
    told.text += policy.path + ": " + policy.id + ": " + problem + '\n';
    told.fails_on_odd = true;
  }
  return told;
}

bool is_wanted(const std::vector<std::string>& ids, const policy::Policy& policy) {
  return ids.empty() || std::ranges::any_of(ids, [&](const std::string& glob) {
           return glob_match(glob, policy.id, '\0');
         });
}

}  // namespace

void add_test_options(CLI::App& command, TestArguments& to) {
  command.add_flag("--fuzz", to.with_fuzz,
                   "also on inputs made from the examples, where no expression may fail");
  command.add_option("--fuzz-inputs", to.fuzz_inputs, "the same with so many of each example")
      ->type_name("N");
  command
      .add_option("--provider-schema", to.provider_schema,
                  "hold arguments of Terraform resources against this file, written by 'terraform "
                  "providers schema -json'")
      ->type_name("FILE");
}

int test_policies(const TestArguments& arguments, const std::vector<std::string>& ids,
                  const LoadedPolicies& loaded, const source::SourceMap& sources,
                  const World& world) {
  std::shared_ptr<const terraform::ProviderSchemas> schemas;
  if (!arguments.provider_schema.empty()) {
    auto read = terraform::load_provider_schemas(world.files, arguments.provider_schema, {});
    if (!read) return wrong_use(world, read.error().message);
    schemas = std::move(*read);
  }
  constexpr std::size_t kUsualInputs = 40;
  const auto inputs =
      arguments.with_fuzz ? std::max(arguments.fuzz_inputs, kUsualInputs) : arguments.fuzz_inputs;
  std::vector<const policy::LoadedPolicy*> wanted;
  for (const auto& policy : loaded.policies)
    if (is_wanted(ids, policy.policy)) wanted.push_back(&policy);
  if (wanted.empty())
    return wrong_use(world, "no policy matches " + stopgate::quoted(join(ids, ", ")));
  std::vector<Told> all(wanted.size());
  parallel_for(wanted.size(), 0,
               [&](std::size_t i) { all[i] = test(*wanted[i], sources, schemas.get(), inputs); });
  std::size_t passed = 0, failed = 0;
  bool is_wrong = false, fails_on_odd = false;
  for (const auto& told : all) {
    world.out << told.text;
    passed += told.passed;
    failed += told.failed;
    is_wrong |= told.is_wrong;
    fails_on_odd |= told.fails_on_odd;
  }
  world.out << passed << " examples passed, " << failed << " failed\n";
  if (is_wrong) return 2;
  return failed > 0 || fails_on_odd ? 1 : 0;
}

}  // namespace stopgate::cli
