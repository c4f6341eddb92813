#pragma once

// The embedded table of what resource types may hold (policies/terraform/data/
// provider-arguments.txt): names without types, of one version of each provider.

#include <cstdint>
#include <optional>
#include <string_view>

#include "terraform/provider_schema.h"

namespace stopgate::terraform {

// `provider_source` as provider_name() gives it.
[[nodiscard]] SchemaAnswer find_provider_facts(Mode mode, std::string_view type,
                                               std::string_view provider_source);

// The major version whose facts the table has; nothing when they hold for every version.
[[nodiscard]] std::optional<std::uint64_t> facts_major(std::string_view provider_source);

}  // namespace stopgate::terraform
