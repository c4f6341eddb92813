#pragma once

// The table of well-known registry modules (policies/terraform/data/registry-modules.yaml).

#include <string>
#include <string_view>
#include <vector>

#include "hcl/parser.h"
#include "terraform/version_constraint.h"

namespace stopgate::terraform {

struct RegistryValue {
  std::string name;
  const hcl::Expression* expression = nullptr;  // of the table; lives as long as the program
};

struct RegistryResource {
  std::string type;
  std::string name;
  std::vector<std::string> same;
  std::vector<std::string> same_if_set;  // not known when the call does not set them
  std::vector<RegistryValue> values;
  const hcl::Expression* when = nullptr;
};

// The resources of the module that `source` names, for a call with this version constraint; empty
// when the table does not have it.
[[nodiscard]] std::vector<RegistryResource> find_registry_module(
    std::string_view source, const VersionConstraint* constraint);

}  // namespace stopgate::terraform
