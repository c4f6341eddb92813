#pragma once

// The first text of a new policy file: it says something for its target and passes its own tests,
// so that its author starts from what works.

#include <string>
#include <string_view>

#include "policy/policy.h"

namespace stopgate::policy {

// What an id begins with says what a policy is about: "k8s.", "plan.", else Terraform.
[[nodiscard]] Target usual_target(std::string_view id);

// Of the targets container, object, resource and change; empty of others.
[[nodiscard]] std::string policy_skeleton(std::string_view id, Target target);

}  // namespace stopgate::policy
