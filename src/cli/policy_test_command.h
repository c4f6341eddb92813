#pragma once

// stopgate policy test: runs the examples of policy files, and says what they leave untested.

#include <string>
#include <vector>

#include "cli/app.h"
#include "cli/policies.h"

namespace CLI {
class App;
}

namespace stopgate::cli {

struct TestArguments {
  std::size_t fuzz_inputs = 0;  // made of each example
  bool with_fuzz = false;       // the usual number of them
  std::string provider_schema;
};

void add_test_options(CLI::App& command, TestArguments& to);

// `ids` are globs; none: all. A mistake in a policy file is 2, an example that fails is 1.
[[nodiscard]] int test_policies(const TestArguments& arguments, const std::vector<std::string>& ids,
                                const LoadedPolicies& loaded, const source::SourceMap& sources,
                                const World& world);

}  // namespace stopgate::cli
