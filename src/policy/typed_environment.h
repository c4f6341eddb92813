#pragma once

// What a target's variables are made of, as far as anybody knows: fields of Kubernetes objects from
// the schema tables, members of our own facts from their documentation. The checker finds misspelt
// fields with it; policies are run without, since an input may hold anything.

#include <string>
#include <string_view>
#include <vector>

#include "policy/environment.h"
#include "policy/policy.h"

namespace stopgate::policy {

[[nodiscard]] TargetEnvironment make_typed_environment(const Policy& policy);

// "the change: address, cause (in words), before" names address, cause and before. Empty when the
// text is no such list: then the variable holds whatever an input does.
[[nodiscard]] std::vector<std::string> documented_members(std::string_view description);

}  // namespace stopgate::policy
