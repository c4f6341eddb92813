#pragma once

// What can be said of a policy without running it: expressions that do not compile and fields that
// no input has (errors); expressions that are always true or always false, values of types that do
// not go together, fields that only a newer API or provider could have (warnings).

#include "policy/policy.h"
#include "source/diagnostic.h"
#include "terraform/provider_schema.h"

namespace stopgate::policy {

// `schemas` of Terraform providers may be null: then it knows their arguments in part.
[[nodiscard]] source::Diagnostics check_policy(const Policy& policy,
                                               const source::SourceMap& sources,
                                               const terraform::ProviderSchemas* schemas = nullptr);

}  // namespace stopgate::policy
