#include "json/number.h"

#include <array>
#include <charconv>
#include <cstdint>
#include <limits>
#include <string>
#include <system_error>

namespace stopgate::json {

namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::size_t skip_digits(std::string_view text, std::size_t at) {
  while (at < text.size() && is_digit(text[at])) ++at;
  return at;
}

// A decimal as 0.<digits> × 10^exponent, without leading and trailing zeros: equal for "10", "1e1"
// and "10.0".
struct Decimal {
  std::string digits;
  std::int64_t exponent = 0;
  bool operator==(const Decimal&) const = default;
};

Decimal normalized(std::string_view lexeme) {
  Decimal out;
  std::size_t at = lexeme.starts_with('-') ? 1 : 0;
  bool in_fraction = false;
  for (; at < lexeme.size() && (is_digit(lexeme[at]) || lexeme[at] == '.'); ++at) {
    if (lexeme[at] == '.') {
      in_fraction = true;
    } else if (out.digits.empty() && lexeme[at] == '0') {
      out.exponent -= in_fraction ? 1 : 0;
    } else {
      out.digits += lexeme[at];
      out.exponent += in_fraction ? 0 : 1;
    }
  }
  while (out.digits.ends_with('0')) out.digits.pop_back();
  if (out.digits.empty()) return {};
  if (at < lexeme.size()) {
    ++at;  // e
    const bool negative = at < lexeme.size() && lexeme[at] == '-';
    if (at < lexeme.size() && (lexeme[at] == '-' || lexeme[at] == '+')) ++at;
    // Longer exponents are clamped: they are out of the range of a double either way.
    std::int64_t written = 0;
    for (; at < lexeme.size() && written < 1'000'000'000; ++at)
      written = written * 10 + (lexeme[at] - '0');
    out.exponent += negative ? -written : written;
  }
  return out;
}

// Any decimal of this many significant digits survives the way through a double.
constexpr std::size_t kSafeDigits = 15;

value::Value make_double(Arena& arena, std::string_view lexeme) {
  double number = 0;
  const auto parsed = std::from_chars(lexeme.data(), lexeme.data() + lexeme.size(), number);
  if (parsed.ec == std::errc::result_out_of_range) {
    const bool is_huge = normalized(lexeme).exponent > 0;
    const double magnitude = is_huge ? std::numeric_limits<double>::infinity() : 0.0;
    return value::Value::number(arena, lexeme.starts_with('-') ? -magnitude : magnitude, lexeme);
  }
  const bool is_normal = number == 0 || number > 1e-300 || number < -1e-300;
  if (lexeme.size() <= kSafeDigits && is_normal) return value::Value::number(number);
  std::array<char, 32> shortest{};
  const auto end = std::to_chars(shortest.data(), shortest.data() + shortest.size(), number).ptr;
  if (normalized(lexeme) == normalized({shortest.data(), end})) return value::Value::number(number);
  return value::Value::number(arena, number, lexeme);
}

}  // namespace

std::size_t number_length(std::string_view text) {
  std::size_t at = text.starts_with('-') ? 1 : 0;
  if (at >= text.size() || !is_digit(text[at])) return 0;
  at = text[at] == '0' ? at + 1 : skip_digits(text, at);
  if (at + 1 < text.size() && text[at] == '.' && is_digit(text[at + 1]))
    at = skip_digits(text, at + 1);
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    auto digits = at + 1;
    if (digits < text.size() && (text[digits] == '+' || text[digits] == '-')) ++digits;
    const auto end = skip_digits(text, digits);
    if (end > digits) at = end;
  }
  return at;
}

value::Value make_number(Arena& arena, std::string_view lexeme) {
  if (lexeme.find_first_of(".eE") != std::string_view::npos) return make_double(arena, lexeme);
  const auto* end = lexeme.data() + lexeme.size();
  std::int64_t integer = 0;
  if (std::from_chars(lexeme.data(), end, integer).ec == std::errc{})
    return value::Value::integer(integer);
  std::uint64_t large = 0;
  if (!lexeme.starts_with('-') && std::from_chars(lexeme.data(), end, large).ec == std::errc{})
    return value::Value::unsigned_integer(large);
  return make_double(arena, lexeme);
}

}  // namespace stopgate::json
