#pragma once

// What a policy demands, and why, on a screen.

#include "cli/app.h"
#include "policy/policy.h"

namespace stopgate::cli {

void show_policy(const policy::Policy& policy, const World& world);

}  // namespace stopgate::cli
