#pragma once

// What the trees that we make for expressions are made of: the members of `change`, of `pod`, of a
// step's commands. The checker finds misspelt members with it; the prose for people is in
// environment.cpp.

#include <span>
#include <string_view>

#include "policy/policy.h"

namespace stopgate::policy {

// `members` are names, each with what is in it behind a colon: "labels: {}" is a map,
// "services: []" a list of anything, "changes: [change]" a list of a fact type,
// "spec: core.v1.PodSpec" an API type of Kubernetes. Without a colon it is anything.
struct FactType {
  std::string_view name;
  std::string_view members;
};

[[nodiscard]] std::span<const FactType> fact_types();

// What is in a target's variable, as behind a colon; empty when it holds an input as written.
[[nodiscard]] std::string_view fact_type_of(Target target, std::string_view variable);

}  // namespace stopgate::policy
