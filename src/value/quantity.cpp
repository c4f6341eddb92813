#include "value/quantity.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "base/text.h"
#include "value/decimal_limbs.h"

namespace stopgate::value {

namespace {

// The API server computes with numbers of any length; we stop where nobody can mean it.
constexpr std::size_t kMaxText = 512;
constexpr std::int64_t kMaxExponent = 512;

constexpr std::string_view kLargestBinary =
    "9223372036854775807";  // the API server's cap for Ki, Mi, …

struct Suffix {
  QuantityFormat format = QuantityFormat::DecimalSi;
  std::int64_t exponent = 0;  // of ten, or of two for BinarySi
};

// Number and suffix of a text, as the API server cuts it: more is let through here than its own
// regular expression says ("Mi" is zero).
struct Pieces {
  bool is_negative = false;
  std::string_view integer;  // without leading zeros; "0" where nothing is left
  std::string_view fraction;
  std::string_view suffix;
};

struct NamedSuffix {
  std::string_view text;
  Suffix suffix;
};

constexpr auto kSuffixes = std::to_array<NamedSuffix>({
    {"", {QuantityFormat::DecimalSi, 0}},
    {"n", {QuantityFormat::DecimalSi, -9}},
    {"u", {QuantityFormat::DecimalSi, -6}},
    {"m", {QuantityFormat::DecimalSi, -3}},
    {"k", {QuantityFormat::DecimalSi, 3}},
    {"M", {QuantityFormat::DecimalSi, 6}},
    {"G", {QuantityFormat::DecimalSi, 9}},
    {"T", {QuantityFormat::DecimalSi, 12}},
    {"P", {QuantityFormat::DecimalSi, 15}},
    {"E", {QuantityFormat::DecimalSi, 18}},
    {"Ki", {QuantityFormat::BinarySi, 10}},
    {"Mi", {QuantityFormat::BinarySi, 20}},
    {"Gi", {QuantityFormat::BinarySi, 30}},
    {"Ti", {QuantityFormat::BinarySi, 40}},
    {"Pi", {QuantityFormat::BinarySi, 50}},
    {"Ei", {QuantityFormat::BinarySi, 60}},
});

std::size_t length_of_digits(std::string_view text) {
  return std::min(text.find_first_not_of("0123456789"), text.size());
}

std::optional<Pieces> cut(std::string_view text) {
  Pieces pieces;
  if (text.starts_with('-') || text.starts_with('+')) {
    pieces.is_negative = text.front() == '-';
    text.remove_prefix(1);
  }
  text.remove_prefix(std::min(text.find_first_not_of('0'), text.size()));
  pieces.integer = text.substr(0, length_of_digits(text));
  text.remove_prefix(pieces.integer.size());
  if (pieces.integer.empty()) pieces.integer = "0";
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    pieces.fraction = text.substr(0, length_of_digits(text));
    text.remove_prefix(pieces.fraction.size());
  }
  pieces.suffix = text;
  auto rest = text.substr(std::min(text.find_first_not_of("eEinumkKMGTP"), text.size()));
  if (rest.starts_with('-') || rest.starts_with('+')) rest.remove_prefix(1);
  if (length_of_digits(rest) != rest.size()) return std::nullopt;
  return pieces;
}

std::optional<Suffix> interpret(std::string_view text) {
  const auto known = std::ranges::find(kSuffixes, text, &NamedSuffix::text);
  if (known != kSuffixes.end()) return known->suffix;
  if (text.size() < 2 || (text.front() != 'e' && text.front() != 'E')) return std::nullopt;
  text.remove_prefix(text[1] == '+' ? 2 : 1);
  std::int64_t exponent = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), exponent);
  if (error == std::errc::result_out_of_range)
    return Suffix{QuantityFormat::DecimalExponent,
                  text.starts_with('-') ? -kMaxExponent - 1 : kMaxExponent + 1};
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return Suffix{QuantityFormat::DecimalExponent, exponent};
}

// ParseQuantity keeps the text of short numbers that look canonical, which are not all canonical:
// "+1", "5." and "1E3" come back as they were written.
bool is_kept_as_written(const Pieces& pieces, const Suffix& suffix) {
  const auto digits = static_cast<std::int64_t>(pieces.integer.size() + pieces.fraction.size());
  if (suffix.format == QuantityFormat::BinarySi) {
    if (!pieces.fraction.empty() || digits > 14 - suffix.exponent * 3 / 10) return false;
    auto number = decimal::from_digits(pieces.integer);
    return decimal::divide(number, 8) != 0;
  }
  const auto scale = suffix.exponent - static_cast<std::int64_t>(pieces.fraction.size());
  if (digits > 18 || scale < -9 || scale % 3 != 0 || pieces.integer == "0") return false;
  return !(std::string(pieces.integer) + std::string(pieces.fraction)).ends_with("000");
}

// The power of ten that goes with an int64, where the API server surely has room for the digits.
std::optional<int> kept_scale(const Pieces& pieces, const Suffix& suffix) {
  const auto whole = static_cast<std::int64_t>(pieces.integer.size());
  const auto fraction = static_cast<std::int64_t>(pieces.fraction.size());
  if (suffix.format == QuantityFormat::BinarySi) {
    const bool fits = fraction == 0 && 15 - whole - suffix.exponent * 3 / 10 - 1 >= 0;
    return fits ? std::optional(0) : std::nullopt;
  }
  const auto scale = suffix.exponent - fraction;
  const bool fits = whole + fraction <= 18 && scale >= -static_cast<std::int64_t>(decimal::kDigits);
  return fits ? std::optional(static_cast<int>(scale)) : std::nullopt;
}

}  // namespace

namespace {

// What is written back must be readable: digits and exponent together may pass the limit of either.
bool is_too_large(const decimal::Limbs& billionths) {
  if (billionths.size() * decimal::kDigits < kMaxExponent) return false;
  auto largest = decimal::from_digits("1");
  decimal::multiply_by_power_of_ten(largest, kMaxExponent + decimal::kDigits);
  return decimal::compare(billionths, largest) > 0;
}

}  // namespace

Quantity::Quantity(std::int64_t number)
    : limbs_(decimal::from_digits(std::to_string(number).substr(number < 0 ? 1 : 0))),
      is_negative_(number < 0) {
  decimal::multiply_by_power_of_ten(limbs_, decimal::kDigits);
}

Result<Quantity> Quantity::parse(std::string_view text) {
  if (text.size() > kMaxText)
    return fail("a quantity of " + std::to_string(text.size()) +
                " characters is longer than the limit of " + std::to_string(kMaxText));
  const auto pieces = cut(text);
  if (text.empty() || !pieces)
    return fail(quoted(text) +
                " is no quantity: write a number and one of the suffixes n u m k M G T P E Ki Mi "
                "Gi Ti Pi Ei");
  const auto suffix = interpret(pieces->suffix);
  if (!suffix)
    return fail(quoted(text) + " has the unknown suffix " + quoted(pieces->suffix) +
                ": use one of n u m k M G T P E Ki Mi Gi Ti Pi Ei");

  Quantity quantity;
  quantity.format_ = suffix->format;
  quantity.scale_ = kept_scale(*pieces, *suffix);
  quantity.limbs_ =
      decimal::from_digits(std::string(pieces->integer) + std::string(pieces->fraction));
  quantity.is_negative_ = pieces->is_negative && !quantity.limbs_.empty();
  const bool is_binary = suffix->format == QuantityFormat::BinarySi;
  if (!quantity.limbs_.empty() && suffix->exponent > kMaxExponent)
    return fail(quoted(text) + " is larger than 1e" + std::to_string(kMaxExponent));
  if (is_binary)
    for (auto i = suffix->exponent; i > 0; i -= 10) decimal::multiply(quantity.limbs_, 1024);
  const auto shift =
      static_cast<std::int64_t>(decimal::kDigits) -
      static_cast<std::int64_t>(pieces->fraction.size()) +
      (is_binary ? 0
                 : std::max(suffix->exponent, -kMaxExponent - static_cast<std::int64_t>(kMaxText)));
  if (shift >= 0)
    decimal::multiply_by_power_of_ten(quantity.limbs_, static_cast<std::size_t>(shift));
  else
    decimal::divide_by_power_of_ten_rounding_up(quantity.limbs_, static_cast<std::size_t>(-shift));
  if (is_binary) {
    auto largest = decimal::from_digits(kLargestBinary);
    decimal::multiply_by_power_of_ten(largest, decimal::kDigits);
    if (decimal::compare(quantity.limbs_, largest) > 0) {
      quantity.limbs_ = std::move(largest);
      quantity.scale_ = 0;
    }
  }
  if (is_too_large(quantity.limbs_))
    return fail(quoted(text) + " is larger than 1e" + std::to_string(kMaxExponent));
  if (is_kept_as_written(*pieces, *suffix)) quantity.written_ = text;
  return quantity;
}

std::optional<std::int64_t> Quantity::as_integer() const {
  if (!is_integer()) return std::nullopt;
  const auto text = to_decimal();
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} ? std::optional(number) : std::nullopt;
}

double Quantity::as_double() const {
  const auto text = to_decimal();
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc::result_out_of_range) return is_negative_ ? -HUGE_VAL : HUGE_VAL;
  return number;
}

std::string Quantity::to_decimal() const {
  auto digits = decimal::to_digits(limbs_);
  if (digits.size() <= decimal::kDigits)
    digits.insert(0, decimal::kDigits + 1 - digits.size(), '0');
  digits.insert(digits.size() - decimal::kDigits, 1, '.');
  digits.erase(digits.find_last_not_of('0') + 1);
  if (digits.ends_with('.')) digits.pop_back();
  return (is_negative_ ? "-" : "") + digits;
}

namespace {

std::string_view suffix_text(QuantityFormat format, std::int64_t exponent) {
  for (const auto& [text, suffix] : kSuffixes)
    if (suffix.format == format && suffix.exponent == exponent) return text;
  return {};
}

// The whole number and its suffix, with as many factors of 1024 in the suffix as there are.
std::string write_binary(decimal::Limbs whole) {
  std::int64_t exponent = 0;
  for (auto rest = whole; exponent < 60 && decimal::divide(rest, 1024) == 0; exponent += 10)
    whole = rest;
  return decimal::to_digits(whole) + std::string(suffix_text(QuantityFormat::BinarySi, exponent));
}

std::string write_decimal(const decimal::Limbs& billionths, QuantityFormat format) {
  auto digits = decimal::to_digits(billionths);
  std::int64_t exponent = -9;
  while (digits.ends_with("000")) {
    digits.resize(digits.size() - 3);
    exponent += 3;
  }
  if (exponent == 0) return digits;
  // There is no decimal suffix above E.
  if (format == QuantityFormat::DecimalExponent || exponent > 18)
    return digits + "e" + std::to_string(exponent);
  return digits + std::string(suffix_text(QuantityFormat::DecimalSi, exponent));
}

}  // namespace

std::string Quantity::to_string() const {
  if (!written_.empty()) return written_;
  if (limbs_.empty()) return "0";
  const std::string sign_text = is_negative_ ? "-" : "";
  if (format_ == QuantityFormat::BinarySi && is_integer()) {
    const decimal::Limbs whole(limbs_.begin() + 1, limbs_.end());
    if (whole.size() > 1 || whole.front() >= 1024) return sign_text + write_binary(whole);
  }
  return sign_text + write_decimal(limbs_, format_);
}

void Quantity::add(const Quantity& other, bool is_other_negative) {
  written_.clear();
  if (limbs_.empty()) {
    format_ = other.format_;
    is_negative_ = is_other_negative;
  }
  if (is_negative_ == is_other_negative) {
    decimal::add(limbs_, other.limbs_);
  } else if (decimal::compare(limbs_, other.limbs_) >= 0) {
    decimal::subtract(limbs_, other.limbs_);
  } else {
    auto rest = other.limbs_;
    decimal::subtract(rest, limbs_);
    limbs_ = std::move(rest);
    is_negative_ = is_other_negative;
  }
  if (limbs_.empty()) is_negative_ = false;
}

Quantity& Quantity::operator+=(const Quantity& other) {
  add(other, other.is_negative_);
  return *this;
}

Quantity& Quantity::operator-=(const Quantity& other) {
  add(other, !other.is_negative_);
  return *this;
}

Quantity& Quantity::operator*=(std::uint32_t factor) {
  written_.clear();
  decimal::multiply(limbs_, factor);
  if (limbs_.empty()) is_negative_ = false;
  return *this;
}

std::strong_ordering operator<=>(const Quantity& a, const Quantity& b) {
  if (a.is_negative_ != b.is_negative_)
    return a.is_negative_ ? std::strong_ordering::less : std::strong_ordering::greater;
  return a.is_negative_ ? decimal::compare(b.limbs_, a.limbs_)
                        : decimal::compare(a.limbs_, b.limbs_);
}

Result<Quantity> to_quantity(const Value& value) {
  if (value.is_string()) return Quantity::parse(value.as_string());
  if (value.is_number()) return Quantity::parse(to_text(value));
  return fail("a quantity is a number or a string, not " +
              std::string(value.is_null() ? "null" : "a " + std::string(name_of(value.kind()))));
}

}  // namespace stopgate::value
