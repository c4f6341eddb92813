#pragma once

// What can be said of a policy without running it: fields that no input has (errors), expressions
// that are always true or always false (warnings).

#include "policy/policy.h"
#include "source/diagnostic.h"

namespace stopgate::policy {

[[nodiscard]] source::Diagnostics check_policy(const Policy& policy,
                                               const source::SourceMap& sources);

}  // namespace stopgate::policy
