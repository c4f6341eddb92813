#pragma once

// Which providers a module says it needs: their addresses and versions, by local name.

#include <map>
#include <string>
#include <string_view>

#include "terraform/module_syntax.h"
#include "terraform/version_constraint.h"

namespace stopgate::terraform {

struct ProviderRequirement {
  std::string source;  // "hashicorp/aws": see provider_name()
  VersionConstraint constraint;
  source::Place place;  // of the entry; unknown when there is none
};

using ProviderRequirements = std::map<std::string, ProviderRequirement, std::less<>>;

[[nodiscard]] ProviderRequirements provider_requirements(const ModuleSyntax& module);

// Of a local name that no required_providers entry speaks of: hashicorp's provider of that name.
[[nodiscard]] std::string default_provider_source(std::string_view local_name);

// The local name of the provider that a resource uses: "aws".
[[nodiscard]] std::string provider_local_name(const Declaration& resource);

}  // namespace stopgate::terraform
