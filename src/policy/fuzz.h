#pragma once

// Mutates the inputs of a policy's examples and runs the policy on what comes out: an expression
// that fails on an input that a person could have written is a mistake in the policy.

#include <string>
#include <vector>

#include "policy/load.h"

namespace stopgate::policy {

// What went wrong on `inputs` of each example, one a line. The same for the same policy, always.
[[nodiscard]] std::vector<std::string> fuzz_policy(const LoadedPolicy& policy, std::size_t inputs);

}  // namespace stopgate::policy
