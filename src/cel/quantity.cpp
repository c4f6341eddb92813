#include "cel/quantity.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>

namespace stopgate::cel {

namespace {

constexpr std::uint32_t kBase = 1'000'000'000;
constexpr std::size_t kDigits = 9;
constexpr int kExponentLimit = 1000;
constexpr std::size_t kDigitLimit = 1000;

struct Suffix {
  std::string_view text;
  int ten;  // power of ten
  int two;  // power of two
};

constexpr std::array kSuffixes = {
    Suffix{"n", -9, 0},  Suffix{"u", -6, 0},  Suffix{"m", -3, 0},  Suffix{"", 0, 0},
    Suffix{"k", 3, 0},   Suffix{"M", 6, 0},   Suffix{"G", 9, 0},   Suffix{"T", 12, 0},
    Suffix{"P", 15, 0},  Suffix{"E", 18, 0},  Suffix{"Ki", 0, 10}, Suffix{"Mi", 0, 20},
    Suffix{"Gi", 0, 30}, Suffix{"Ti", 0, 40}, Suffix{"Pi", 0, 50}, Suffix{"Ei", 0, 60}};

std::optional<Suffix> parse_suffix(std::string_view text) {
  for (const auto& suffix : kSuffixes)
    if (suffix.text == text) return suffix;
  if (text.size() < 2 || (text[0] != 'e' && text[0] != 'E')) return std::nullopt;
  auto digits = text.substr(1);
  if (digits[0] == '+') digits.remove_prefix(1);
  int exponent = 0;
  const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
  if (digits.empty() || result.ec != std::errc() || result.ptr != digits.data() + digits.size())
    return std::nullopt;
  if (std::abs(exponent) > kExponentLimit) return std::nullopt;
  return Suffix{text, exponent, 0};
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::vector<std::uint32_t> limbs_of(std::string_view digits) {
  std::vector<std::uint32_t> limbs;
  for (auto end = digits.size(); end > 0; end -= std::min(end, kDigits)) {
    const auto begin = end - std::min(end, kDigits);
    std::uint32_t limb = 0;
    std::from_chars(digits.data() + begin, digits.data() + end, limb);
    limbs.push_back(limb);
  }
  while (!limbs.empty() && limbs.back() == 0) limbs.pop_back();
  return limbs;
}

void multiply(std::vector<std::uint32_t>& limbs, std::uint32_t factor) {
  std::uint64_t carry = 0;
  for (auto& limb : limbs) {
    carry += std::uint64_t{limb} * factor;
    limb = static_cast<std::uint32_t>(carry % kBase);
    carry /= kBase;
  }
  if (carry > 0) limbs.push_back(static_cast<std::uint32_t>(carry));
}

std::string digits_of(const std::vector<std::uint32_t>& limbs) {
  std::string text;
  for (auto limb = limbs.rbegin(); limb != limbs.rend(); ++limb) {
    const auto digits = std::to_string(*limb);
    text += text.empty() ? digits : std::string(kDigits - digits.size(), '0') + digits;
  }
  return text;
}

// `digits` × 10^shift as a whole number, rounded away from zero.
std::string shifted(std::string digits, int shift) {
  if (shift >= 0) return digits + std::string(static_cast<std::size_t>(shift), '0');
  const auto cut = static_cast<std::size_t>(-shift);
  if (cut >= digits.size()) return digits.find_first_not_of('0') == std::string::npos ? "0" : "1";
  const bool inexact = digits.find_first_not_of('0', digits.size() - cut) != std::string::npos;
  digits.resize(digits.size() - cut);
  if (!inexact) return digits;
  auto at = digits.size();
  while (at > 0 && digits[at - 1] == '9') digits[--at] = '0';
  if (at == 0) return "1" + digits;
  ++digits[at - 1];
  return digits;
}

// Kubernetes keeps an int64 and a scale when they surely fit, else a big decimal in nanos, which it
// never offers as an integer.
bool fits_int64(std::size_t whole_digits, std::size_t fraction_digits, const Suffix& suffix) {
  if (suffix.two > 0)
    return fraction_digits == 0 &&
           15 - static_cast<int>(whole_digits) - suffix.two * 3 / 10 - 1 >= 0;
  return whole_digits + fraction_digits <= 18 &&
         suffix.ten - static_cast<int>(fraction_digits) >= -static_cast<int>(kDigits);
}

}  // namespace

Quantity Quantity::of(std::int64_t whole) {
  Quantity quantity;
  quantity.negative_ = whole < 0;
  const auto digits = std::to_string(whole);
  quantity.nanos_ = limbs_of(digits.substr(whole < 0 ? 1 : 0) + "000000000");
  return quantity;
}

int Quantity::compare_limbs(const Limbs& a, const Limbs& b) {
  if (a.size() != b.size()) return a.size() < b.size() ? -1 : 1;
  for (auto i = a.size(); i-- > 0;)
    if (a[i] != b[i]) return a[i] < b[i] ? -1 : 1;
  return 0;
}

Quantity::Limbs Quantity::add_limbs(const Limbs& a, const Limbs& b) {
  Limbs sum;
  std::uint64_t carry = 0;
  for (std::size_t i = 0; i < std::max(a.size(), b.size()) || carry > 0; ++i) {
    carry += (i < a.size() ? a[i] : 0U);
    carry += (i < b.size() ? b[i] : 0U);
    sum.push_back(static_cast<std::uint32_t>(carry % kBase));
    carry /= kBase;
  }
  return sum;
}

Quantity::Limbs Quantity::subtract_limbs(const Limbs& a, const Limbs& b) {
  Limbs difference = a;
  std::int64_t borrow = 0;
  for (std::size_t i = 0; i < difference.size(); ++i) {
    auto limb = std::int64_t{difference[i]} - (i < b.size() ? b[i] : 0) - borrow;
    borrow = limb < 0 ? 1 : 0;
    if (limb < 0) limb += kBase;
    difference[i] = static_cast<std::uint32_t>(limb);
  }
  while (!difference.empty() && difference.back() == 0) difference.pop_back();
  return difference;
}

Quantity Quantity::sum(const Quantity& other, bool other_negative) const {
  Quantity result;
  result.is_integer_ = is_integer_ && other.is_integer_;
  result.scale_ = std::min(scale_, other.scale_);
  if (negative_ == other_negative) {
    result.negative_ = negative_;
    result.nanos_ = add_limbs(nanos_, other.nanos_);
    return result;
  }
  const bool is_larger = compare_limbs(nanos_, other.nanos_) >= 0;
  result.negative_ = is_larger ? negative_ : other_negative;
  result.nanos_ =
      is_larger ? subtract_limbs(nanos_, other.nanos_) : subtract_limbs(other.nanos_, nanos_);
  return result;
}

Quantity Quantity::plus(const Quantity& other) const {
  return sum(other, other.negative_);
}
Quantity Quantity::minus(const Quantity& other) const {
  return sum(other, !other.negative_);
}

int Quantity::sign() const {
  return nanos_.empty() ? 0 : negative_ ? -1 : 1;
}

int Quantity::compare(const Quantity& other) const {
  if (sign() != other.sign()) return sign() < other.sign() ? -1 : 1;
  const int order = compare_limbs(nanos_, other.nanos_);
  return negative_ ? -order : order;
}

std::optional<std::int64_t> Quantity::as_integer() const {
  if (!is_integer_ || (!nanos_.empty() && nanos_[0] != 0)) return std::nullopt;
  const auto text = to_decimal();
  std::int64_t value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec != std::errc()) return std::nullopt;
  return value;
}

double Quantity::as_double() const {
  auto digits = digits_of(nanos_);
  const auto dropped = static_cast<std::size_t>(scale_ + static_cast<int>(kDigits));
  digits.resize(digits.size() - std::min(dropped, digits.size()));
  const double base = std::strtod(digits.c_str(), nullptr);
  const double power = std::strtod(("1e" + std::to_string(scale_)).c_str(), nullptr);
  return (sign() < 0 ? -base : base) * power;
}

std::string Quantity::to_decimal() const {
  auto digits = digits_of(nanos_);
  if (digits.size() <= kDigits) digits.insert(0, kDigits + 1 - digits.size(), '0');
  digits.insert(digits.size() - kDigits, ".");
  digits.erase(digits.find_last_not_of('0') + 1);
  if (digits.back() == '.') digits.pop_back();
  return (sign() < 0 ? "-" : "") + digits;
}

Result<Quantity> parse_quantity(std::string_view text) {
  constexpr std::string_view kRule =
      "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
  auto rest = text;
  Quantity quantity;
  if (!rest.empty() && (rest[0] == '+' || rest[0] == '-')) {
    quantity.negative_ = rest[0] == '-';
    rest.remove_prefix(1);
  }
  const auto number = rest.substr(0, std::min(rest.find_first_not_of("0123456789."), rest.size()));
  const auto suffix_text = rest.substr(number.size());
  const auto letters = suffix_text.substr(
      0, std::min(suffix_text.find_first_not_of("eEinumkKMGTP"), suffix_text.size()));
  auto tail = suffix_text.substr(letters.size());
  if (!tail.empty() && (tail[0] == '-' || tail[0] == '+')) tail.remove_prefix(1);
  const bool is_tail_number = std::all_of(tail.begin(), tail.end(), is_digit);
  if (text.empty() || !is_tail_number || (number.empty() && suffix_text.empty()))
    return fail(std::string(kRule));
  const auto dot = number.find('.');
  auto whole = number.substr(0, dot);
  const auto fraction = dot == number.npos ? std::string_view{} : number.substr(dot + 1);
  if (fraction.find('.') != fraction.npos || number.size() > kDigitLimit)
    return fail(std::string(kRule));
  const auto suffix = parse_suffix(suffix_text);
  if (!suffix) return fail("unable to parse quantity's suffix");
  whole.remove_prefix(std::min(whole.find_first_not_of('0'), whole.size()));
  const auto exponent = suffix->ten - static_cast<int>(fraction.size());
  const bool is_small =
      fits_int64(std::max<std::size_t>(whole.size(), 1), fraction.size(), *suffix);
  quantity.is_integer_ = is_small && exponent >= 0;
  quantity.scale_ = is_small ? exponent : -static_cast<int>(kDigits);
  auto digits = std::string(whole) + std::string(fraction);
  auto limbs = limbs_of(digits);
  for (int i = 0; i < suffix->two; i += 10) multiply(limbs, 1024);
  digits = limbs.empty() ? "0" : digits_of(limbs);
  quantity.nanos_ = limbs_of(shifted(std::move(digits), exponent + static_cast<int>(kDigits)));
  // Binary suffixes end where int64 does.
  if (suffix->two > 0) {
    const auto limit = Quantity::of(INT64_MAX);
    if (Quantity::compare_limbs(quantity.nanos_, limit.nanos_) > 0) {
      quantity.nanos_ = limit.nanos_;
      quantity.scale_ = 0;
    }
  }
  return quantity;
}

std::string to_text(const Quantity& quantity) {
  return quantity.to_decimal();
}

}  // namespace stopgate::cel
