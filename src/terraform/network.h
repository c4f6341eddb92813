#pragma once

// Blocks of IP addresses, as cidrsubnet() reads them.

#include <optional>
#include <string>
#include <string_view>

namespace stopgate::terraform {

// The block that an address with a prefix length lies in: "10.0.0.0/16" for "10.0.0.1/16". Nothing
// for what is no such text.
[[nodiscard]] std::optional<std::string> network_of(std::string_view text);

}  // namespace stopgate::terraform
