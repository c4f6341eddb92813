#pragma once

// Numbers from and to text, as CEL's conversions and messages have them.

#include <optional>
#include <string>
#include <string_view>

#include "cel/datum.h"

namespace stopgate::cel {

[[nodiscard]] std::optional<std::int64_t> parse_int(std::string_view text);
[[nodiscard]] std::optional<std::uint64_t> parse_uint(std::string_view text);
[[nodiscard]] std::optional<double> parse_double(std::string_view text);

// The shortest text that reads back as the number; an exponent below 1e-4 and from 1e21 on.
[[nodiscard]] std::string double_text(double number);

// Nothing when the number is outside of the type, which is open at both ends of a double's range.
[[nodiscard]] std::optional<std::int64_t> to_int(double number);
[[nodiscard]] std::optional<std::uint64_t> to_uint(double number);

}  // namespace stopgate::cel
