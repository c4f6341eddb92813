#include "cel/numbers.h"

#include <array>
#include <charconv>
#include <cmath>

#include "base/text.h"

namespace stopgate::cel {

namespace {

template <typename T>
std::optional<T> parse_whole(std::string_view text) {
  if (!text.empty() && text[0] == '+') text.remove_prefix(1);
  if (text.empty() || text[0] == '+') return std::nullopt;
  T value{};
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec != std::errc() || result.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

std::optional<std::int64_t> parse_int(std::string_view text) {
  return parse_whole<std::int64_t>(text);
}
std::optional<std::uint64_t> parse_uint(std::string_view text) {
  return parse_whole<std::uint64_t>(text);
}

std::optional<double> parse_double(std::string_view text) {
  if (!text.empty() && text[0] == '+') text.remove_prefix(1);
  if (text.empty() || text[0] == '+') return std::nullopt;
  double value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ptr != text.data() + text.size() || result.ec != std::errc()) return std::nullopt;
  return value;
}

std::string double_text(double number) {
  if (std::isnan(number)) return "NaN";
  if (std::isinf(number)) return number > 0 ? "+Inf" : "-Inf";
  const double size = std::abs(number);
  const bool scientific = size != 0 && (size < 1e-4 || size >= 1e21);
  std::array<char, 400> buffer{};
  const auto format = scientific ? std::chars_format::scientific : std::chars_format::fixed;
  const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, format);
  return {buffer.data(), result.ptr};
}

std::optional<std::int64_t> to_int(double number) {
  if (!(number > -0x1p63 && number < 0x1p63)) return std::nullopt;
  return static_cast<std::int64_t>(number);
}

std::optional<std::uint64_t> to_uint(double number) {
  if (!(number > -1.0 && number < 0x1p64) || std::signbit(std::trunc(number)))
    return number == 0 ? std::optional<std::uint64_t>(0) : std::nullopt;
  return static_cast<std::uint64_t>(number);
}

}  // namespace stopgate::cel
