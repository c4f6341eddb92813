#include "value/decimal_limbs.h"

#include <algorithm>
#include <cassert>
#include <charconv>

namespace stopgate::value::decimal {

namespace {

void drop_leading_zeros(Limbs& limbs) {
  while (!limbs.empty() && limbs.back() == 0) limbs.pop_back();
}

std::uint32_t power_of_ten(std::size_t power) {
  std::uint32_t result = 1;
  for (std::size_t i = 0; i < power; ++i) result *= 10;
  return result;
}

}  // namespace

Limbs from_digits(std::string_view digits) {
  Limbs limbs;
  limbs.reserve(digits.size() / kDigits + 1);
  while (!digits.empty()) {
    const auto length = std::min(digits.size(), kDigits);
    const auto piece = digits.substr(digits.size() - length);
    std::uint32_t limb = 0;
    std::from_chars(piece.data(), piece.data() + piece.size(), limb);
    limbs.push_back(limb);
    digits.remove_suffix(length);
  }
  drop_leading_zeros(limbs);
  return limbs;
}

std::string to_digits(const Limbs& limbs) {
  if (limbs.empty()) return "0";
  auto text = std::to_string(limbs.back());
  for (auto limb = limbs.rbegin() + 1; limb != limbs.rend(); ++limb) {
    const auto digits = std::to_string(*limb);
    text.append(kDigits - digits.size(), '0');
    text += digits;
  }
  return text;
}

std::strong_ordering compare(const Limbs& a, const Limbs& b) {
  if (a.size() != b.size()) return a.size() <=> b.size();
  for (auto i = a.size(); i-- > 0;)
    if (a[i] != b[i]) return a[i] <=> b[i];
  return std::strong_ordering::equal;
}

void add(Limbs& a, const Limbs& b) {
  if (a.size() < b.size()) a.resize(b.size());
  std::uint32_t carry = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const auto sum = a[i] + (i < b.size() ? b[i] : 0) + carry;
    carry = sum >= kBase ? 1 : 0;
    a[i] = sum - carry * kBase;
  }
  if (carry != 0) a.push_back(carry);
}

void subtract(Limbs& a, const Limbs& b) {
  assert(compare(a, b) >= 0);
  std::uint32_t borrow = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const auto less = (i < b.size() ? b[i] : 0) + borrow;
    borrow = a[i] < less ? 1 : 0;
    a[i] = a[i] + borrow * kBase - less;
  }
  drop_leading_zeros(a);
}

void multiply(Limbs& a, std::uint32_t factor) {
  std::uint64_t carry = 0;
  for (auto& limb : a) {
    carry += std::uint64_t{limb} * factor;
    limb = static_cast<std::uint32_t>(carry % kBase);
    carry /= kBase;
  }
  for (; carry != 0; carry /= kBase) a.push_back(static_cast<std::uint32_t>(carry % kBase));
  drop_leading_zeros(a);
}

std::uint32_t divide(Limbs& a, std::uint32_t divisor) {
  std::uint64_t rest = 0;
  for (auto i = a.size(); i-- > 0;) {
    rest = rest * kBase + a[i];
    a[i] = static_cast<std::uint32_t>(rest / divisor);
    rest %= divisor;
  }
  drop_leading_zeros(a);
  return static_cast<std::uint32_t>(rest);
}

void multiply_by_power_of_ten(Limbs& a, std::size_t power) {
  if (a.empty()) return;
  a.insert(a.begin(), power / kDigits, 0);
  multiply(a, power_of_ten(power % kDigits));
}

void divide_by_power_of_ten_rounding_up(Limbs& a, std::size_t power) {
  const auto whole = std::min(power / kDigits, a.size());
  bool is_cut = std::any_of(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(whole),
                            [](auto limb) { return limb != 0; });
  a.erase(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(whole));
  is_cut |= divide(a, power_of_ten(power % kDigits)) != 0;
  if (is_cut) add(a, {1});
}

}  // namespace stopgate::value::decimal
