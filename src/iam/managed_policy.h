#pragma once

// What AWS's own managed policies allow, where a line can say it
// (policies/iam/data/managed-policies.txt).

#include <optional>
#include <string_view>

#include "iam/grant.h"

namespace stopgate::iam {

// "AdministratorAccess" of arn:aws:iam::aws:policy/AdministratorAccess; empty for another ARN.
[[nodiscard]] std::string_view managed_policy_name(std::string_view arn);

// Nothing for a policy that the table does not know.
[[nodiscard]] std::optional<Grants> managed_policy_grants(std::string_view name);

}  // namespace stopgate::iam
