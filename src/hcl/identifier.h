#pragma once

// Which names HCL allows: Unicode's identifiers, and `_` and `-` where a letter and a digit may
// stand.

#include <cstddef>
#include <optional>
#include <string_view>

namespace stopgate::hcl {

// Offset of the first character of `name` that may not stand there. The name is well-formed UTF-8.
[[nodiscard]] std::optional<std::size_t> find_invalid_character(std::string_view name);

}  // namespace stopgate::hcl
