#pragma once

// The int-or-string of the Kubernetes API: ports by number or name, 25% or 1 for rollouts and
// budgets.

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

#include "base/result.h"
#include "value/value.h"

namespace stopgate::kubernetes {

// A string that looks like a number stays a string; null is 0.
using IntOrString = std::variant<std::int32_t, std::string_view>;

// An Error for what the API server rejects: other types, and numbers that do not fit 32 bits.
[[nodiscard]] Result<IntOrString> to_int_or_string(const value::Value& value);

// "25%" is 25. Nothing for anything else, "2.5%" and "25" included.
[[nodiscard]] std::optional<std::int32_t> percent(std::string_view text);

enum class Rounding : std::uint8_t { Up, Down };

// The number, or the share of `total`, as controllers scale maxUnavailable (down) or minAvailable
// (up). Nothing when a string is no percentage.
[[nodiscard]] std::optional<std::int64_t> scaled(const IntOrString& value, std::int64_t total,
                                                 Rounding rounding);

}  // namespace stopgate::kubernetes
