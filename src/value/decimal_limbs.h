#pragma once

// Arithmetic on magnitudes of any size: little-endian limbs of nine decimal digits. Empty is zero.

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace stopgate::value::decimal {

using Limbs = std::vector<std::uint32_t>;
inline constexpr std::uint32_t kBase = 1'000'000'000;
inline constexpr std::size_t kDigits = 9;  // of one limb

// `digits` are decimal digits only.
[[nodiscard]] Limbs from_digits(std::string_view digits);
[[nodiscard]] std::string to_digits(const Limbs& limbs);  // "0" for zero

[[nodiscard]] std::strong_ordering compare(const Limbs& a, const Limbs& b);
void add(Limbs& a, const Limbs& b);
void subtract(Limbs& a, const Limbs& b);  // a ≥ b
void multiply(Limbs& a, std::uint32_t factor);
// The remainder.
std::uint32_t divide(Limbs& a, std::uint32_t divisor);

void multiply_by_power_of_ten(Limbs& a, std::size_t power);
// Away from zero where something is cut off.
void divide_by_power_of_ten_rounding_up(Limbs& a, std::size_t power);

}  // namespace stopgate::value::decimal
