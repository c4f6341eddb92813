#include "cel/quantity.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace stopgate::cel {

namespace {

constexpr int kDigits = 9;  // of the fraction: a quantity is a whole number of billionths

}  // namespace

Result<Quantity> Quantity::parse(std::string_view text) {
  STOPGATE_TRY(auto exact, value::Quantity::parse(text));
  Quantity out(0);
  const auto scale = exact.scale();
  out.is_integer_ = scale && *scale >= 0;
  out.scale_ = scale.value_or(-kDigits);
  out.exact_ = std::move(exact);
  return out;
}

Quantity Quantity::with(const Quantity& other, value::Quantity exact) const {
  Quantity out(0);
  out.exact_ = std::move(exact);
  out.is_integer_ = is_integer_ && other.is_integer_;
  out.scale_ = std::min(scale_, other.scale_);
  return out;
}

Quantity Quantity::plus(const Quantity& other) const {
  return with(other, exact_ + other.exact_);
}
Quantity Quantity::minus(const Quantity& other) const {
  return with(other, exact_ - other.exact_);
}

int Quantity::compare(const Quantity& other) const {
  const auto order = exact_ <=> other.exact_;
  return order < 0 ? -1 : order > 0 ? 1 : 0;
}

std::optional<std::int64_t> Quantity::as_integer() const {
  return is_integer_ ? exact_.as_integer() : std::nullopt;
}

double Quantity::as_double() const {
  auto digits = to_decimal();
  std::erase(digits, '-');
  const auto point = std::min(digits.find('.'), digits.size());
  const auto fraction = digits.size() - std::min(point + 1, digits.size());
  std::erase(digits, '.');
  digits += std::string(static_cast<std::size_t>(kDigits) - fraction, '0');
  const auto dropped = static_cast<std::size_t>(scale_ + kDigits);
  digits.resize(digits.size() - std::min(dropped, digits.size()));
  const double base = std::strtod(digits.c_str(), nullptr);
  const double power = std::strtod(("1e" + std::to_string(scale_)).c_str(), nullptr);
  return (sign() < 0 ? -base : base) * power;
}

std::string to_text(const Quantity& quantity) {
  return quantity.to_decimal();
}

}  // namespace stopgate::cel
