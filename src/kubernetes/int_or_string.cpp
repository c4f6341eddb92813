#include "kubernetes/int_or_string.h"

#include <charconv>
#include <string>

#include "base/text.h"

namespace stopgate::kubernetes {

Result<IntOrString> to_int_or_string(const value::Value& value) {
  if (value.is_null()) return IntOrString(std::int32_t{0});
  if (value.is_string()) return IntOrString(value.as_string());
  if (value.is_int() && value.as_int() >= INT32_MIN && value.as_int() <= INT32_MAX)
    return IntOrString(static_cast<std::int32_t>(value.as_int()));
  if (value.is_number()) return fail(value::to_text(value) + " is no whole number of 32 bits");
  return fail("a whole number or a string is wanted, not a " + std::string(name_of(value.kind())));
}

std::optional<std::int32_t> percent(std::string_view text) {
  if (!text.ends_with('%')) return std::nullopt;
  text.remove_suffix(1);
  std::int32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<std::int64_t> scaled(const IntOrString& value, std::int64_t total,
                                   Rounding rounding) {
  if (const auto* number = std::get_if<std::int32_t>(&value)) return *number;
  const auto share = percent(std::get<std::string_view>(value));
  // Totals are replicas, 32 bits in the API: the product fits.
  if (!share || total < 0 || total > INT32_MAX) return std::nullopt;
  const auto product = *share * total;
  return rounding == Rounding::Down || product <= 0 ? product / 100 : (product + 99) / 100;
}

}  // namespace stopgate::kubernetes
