#include "terraform/number.h"

#include <mpfr.h>

#include <cassert>
#include <charconv>
#include <cmath>
#include <cstdlib>

namespace stopgate::terraform {

namespace {

constexpr mpfr_prec_t kPrecision = 512;
constexpr mpfr_rnd_t kNearest = MPFR_RNDN;
// kMaxExponent decimal digits in bits, rounded up.
constexpr mpfr_exp_t kMaxBits = 34'000;
// No decimal text needs more digits to give 512 bits again.
constexpr std::size_t kMaxDigits = 156;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Digits with the point before the first of them: "25", 1 is 2.5.
struct Digits {
  bool is_negative = false;
  std::string digits;
  std::int64_t exponent = 0;
};

Digits digits_of(mpfr_srcptr value, std::size_t count) {
  mpfr_exp_t exponent = 0;
  char* text = mpfr_get_str(nullptr, &exponent, 10, count, value, kNearest);
  Digits result;
  result.is_negative = *text == '-';
  result.exponent = exponent;
  result.digits = text + (result.is_negative ? 1 : 0);
  mpfr_free_str(text);
  while (result.digits.size() > 1 && result.digits.back() == '0') result.digits.pop_back();
  return result;
}

bool reads_back(mpfr_srcptr value, const Digits& digits) {
  const auto text =
      (digits.is_negative ? "-0." : "0.") + digits.digits + "e" + std::to_string(digits.exponent);
  mpfr_t again;
  mpfr_init2(again, kPrecision);
  mpfr_set_str(again, text.c_str(), 10, kNearest);
  const bool same = mpfr_equal_p(again, value) != 0;
  mpfr_clear(again);
  return same;
}

// The fewest digits that give the number again; more digits never do worse, so halving finds them.
Digits shortest_digits(mpfr_srcptr value) {
  std::size_t low = 2;
  std::size_t high = kMaxDigits;
  while (low < high) {
    const auto middle = (low + high) / 2;
    if (reads_back(value, digits_of(value, middle))) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return digits_of(value, low);
}

std::string plain_text(const Digits& digits) {
  std::string text = digits.is_negative ? "-" : "";
  const auto size = static_cast<std::int64_t>(digits.digits.size());
  if (digits.exponent <= 0)
    return text + "0." + std::string(static_cast<std::size_t>(-digits.exponent), '0') +
           digits.digits;
  if (digits.exponent >= size)
    return text + digits.digits +
           std::string(static_cast<std::size_t>(digits.exponent - size), '0');
  const auto point = static_cast<std::size_t>(digits.exponent);
  return text + digits.digits.substr(0, point) + "." + digits.digits.substr(point);
}

std::string exponent_text(const Digits& digits, char letter) {
  std::string text = digits.is_negative ? "-" : "";
  text += digits.digits[0];
  if (digits.digits.size() > 1) text += "." + digits.digits.substr(1);
  const auto exponent = digits.exponent - 1;
  text += letter;
  text += exponent < 0 ? '-' : '+';
  const auto magnitude = std::to_string(std::abs(exponent));
  return text + (magnitude.size() < 2 ? "0" : "") + magnitude;
}

// Digits with at most one point and an exponent of reasonable size.
bool is_decimal(std::string_view text) {
  std::size_t at = !text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0;
  std::size_t digits = 0;
  for (bool has_point = false; at < text.size(); ++at) {
    if (is_digit(text[at])) {
      ++digits;
    } else if (text[at] == '.' && !has_point) {
      has_point = true;
    } else {
      break;
    }
  }
  if (digits == 0) return false;
  if (at == text.size()) return true;
  if (text[at] != 'e' && text[at] != 'E') return false;
  if (++at < text.size() && text[at] == '+') ++at;
  int exponent = 0;
  const auto [end, error] = std::from_chars(text.data() + at, text.data() + text.size(), exponent);
  return error == std::errc{} && end == text.data() + text.size() &&
         std::abs(exponent) <= Number::kMaxExponent;
}

}  // namespace

struct Number::Big {
  mpfr_t value;

  Big() { mpfr_init2(value, kPrecision); }
  Big(const Big&) = delete;
  Big& operator=(const Big&) = delete;
  ~Big() { mpfr_clear(value); }
};

class Number::Work {
 public:
  explicit Work(const Number& number) : big_(number.big_) {
    if (big_ != nullptr) return;
    auto big = std::make_shared<Big>();
    mpfr_set_sj(big->value, number.small_, kNearest);
    big_ = std::move(big);
  }

  [[nodiscard]] mpfr_srcptr get() const { return big_->value; }

  // Takes what `compute(mpfr_ptr)` writes; out of range it becomes infinity or zero.
  template <typename Compute>
  [[nodiscard]] static Number make(Compute&& compute) {
    auto big = std::make_shared<Big>();
    compute(static_cast<mpfr_ptr>(big->value));
    assert(mpfr_nan_p(big->value) == 0);
    if (mpfr_zero_p(big->value) != 0) return {};
    if (mpfr_regular_p(big->value) != 0 && mpfr_get_exp(big->value) > kMaxBits)
      mpfr_set_inf(big->value, mpfr_sgn(big->value));
    if (mpfr_regular_p(big->value) != 0 && mpfr_get_exp(big->value) < -kMaxBits) return {};
    if (mpfr_integer_p(big->value) != 0 && mpfr_fits_intmax_p(big->value, kNearest) != 0)
      return Number(mpfr_get_sj(big->value, kNearest));
    Number number;
    number.big_ = std::move(big);
    return number;
  }

 private:
  std::shared_ptr<const Big> big_;
};

Number Number::from_double(double value) {
  assert(!std::isnan(value));
  if (std::isinf(value))
    return Work::make([&](mpfr_ptr to) { mpfr_set_inf(to, value < 0 ? -1 : 1); });
  // The shortest text of the double, as Terraform would print it: not its 50 exact digits.
  char buffer[32];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
  return parse(std::string_view(buffer, end)).value_or(Number());
}

Number Number::infinity() {
  return Work::make([](mpfr_ptr to) { mpfr_set_inf(to, 1); });
}

std::optional<Number> Number::parse(std::string_view text) {
  std::int64_t small = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), small);
  if (error == std::errc{} && end == text.data() + text.size()) return Number(small);
  if (!is_decimal(text) || text.size() > kMaxExponent) return std::nullopt;
  return Work::make(
      [&](mpfr_ptr to) { mpfr_set_str(to, std::string(text).c_str(), 10, kNearest); });
}

std::optional<Number> Number::parse_integer(std::string_view text, int base) {
  const auto digits = !text.empty() && (text[0] == '-' || text[0] == '+') ? text.substr(1) : text;
  if (digits.empty() || text.size() > kMaxExponent) return std::nullopt;
  for (const char c : digits) {
    int digit = 99;
    if (is_digit(c)) digit = c - '0';
    if (c >= 'a' && c <= 'z') digit = c - 'a' + 10;
    // Above base 36 the capitals are digits of their own.
    if (c >= 'A' && c <= 'Z') digit = c - 'A' + (base > 36 ? 36 : 10);
    if (digit >= base) return std::nullopt;
  }
  // MPFR takes the capitals first in such bases.
  std::string swapped(text);
  if (base > 36) {
    for (char& c : swapped)
      c = static_cast<char>((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ? c ^ 0x20 : c);
  }
  return Work::make([&](mpfr_ptr to) { mpfr_set_str(to, swapped.c_str(), base, kNearest); });
}

bool Number::is_integer() const {
  return big_ == nullptr || mpfr_integer_p(big_->value) != 0;
}
bool Number::is_infinite() const {
  return big_ != nullptr && mpfr_inf_p(big_->value) != 0;
}

int Number::sign() const {
  if (big_ != nullptr) return mpfr_sgn(big_->value) < 0 ? -1 : 1;
  return small_ == 0 ? 0 : (small_ < 0 ? -1 : 1);
}

std::optional<std::int64_t> Number::to_int64() const {
  if (big_ != nullptr) return std::nullopt;
  return small_;
}

double Number::to_double() const {
  return big_ == nullptr ? static_cast<double>(small_) : mpfr_get_d(big_->value, kNearest);
}

std::string Number::to_text() const {
  if (big_ == nullptr) return std::to_string(small_);
  if (is_infinite()) return sign() < 0 ? "-Inf" : "+Inf";
  // Of an integer with more bits than are kept, the digits beyond mean nothing.
  const bool is_exact = is_integer() && mpfr_get_exp(big_->value) <= kPrecision;
  return is_exact ? to_text('f', 0) : plain_text(shortest_digits(big_->value));
}

std::string Number::to_text(char format, int precision) const {
  if (is_infinite()) return sign() < 0 ? "-Inf" : "+Inf";
  const Work work(*this);
  if (precision < 0 && !is_zero()) {
    const auto digits = shortest_digits(work.get());
    const bool is_small = digits.exponent - 1 < -4 || digits.exponent - 1 >= 6;
    if (format == 'e' || format == 'E') return exponent_text(digits, format);
    if ((format == 'g' || format == 'G') && is_small)
      return exponent_text(digits, format == 'g' ? 'e' : 'E');
    return plain_text(digits);
  }
  const std::string pattern = std::string("%.*RN") + format;
  char* text = nullptr;
  const int size = mpfr_asprintf(&text, pattern.c_str(), precision < 0 ? 0 : precision, work.get());
  std::string result = size < 0 ? "" : text;
  if (size >= 0) mpfr_free_str(text);
  return result;
}

std::string Number::to_base(int base) const {
  const auto whole = truncate();
  if (whole.is_infinite()) return whole.to_text();
  if (whole.is_zero()) return "0";
  // All bits of a large integer: MPFR's own digit count would round it.
  const Work work(whole);
  const auto bits = static_cast<std::size_t>(mpfr_get_exp(work.get()));
  mpfr_exp_t exponent = 0;
  const auto count = static_cast<std::size_t>(static_cast<double>(bits) / std::log2(base)) + 2;
  char* text = mpfr_get_str(nullptr, &exponent, base, count, work.get(), kNearest);
  std::string digits = text;
  mpfr_free_str(text);
  const bool is_negative = digits[0] == '-';
  digits.resize(static_cast<std::size_t>(exponent) + (is_negative ? 1 : 0), '0');
  return digits;
}

Number Number::operator-() const {
  if (big_ == nullptr && small_ != INT64_MIN) return Number(-small_);
  return Work::make([&](mpfr_ptr to) { mpfr_neg(to, Work(*this).get(), kNearest); });
}

Number Number::floor() const {
  if (big_ == nullptr) return *this;
  return Work::make([&](mpfr_ptr to) { mpfr_floor(to, big_->value); });
}

Number Number::ceil() const {
  if (big_ == nullptr) return *this;
  return Work::make([&](mpfr_ptr to) { mpfr_ceil(to, big_->value); });
}

Number Number::truncate() const {
  if (big_ == nullptr) return *this;
  return Work::make([&](mpfr_ptr to) { mpfr_trunc(to, big_->value); });
}

Number operator+(const Number& a, const Number& b) {
  std::int64_t sum = 0;
  if (a.big_ == nullptr && b.big_ == nullptr && !__builtin_add_overflow(a.small_, b.small_, &sum))
    return sum;
  if (a.is_infinite()) return a;
  return Number::Work::make(
      [&](mpfr_ptr to) { mpfr_add(to, Number::Work(a).get(), Number::Work(b).get(), kNearest); });
}

Number operator-(const Number& a, const Number& b) {
  std::int64_t difference = 0;
  if (a.big_ == nullptr && b.big_ == nullptr &&
      !__builtin_sub_overflow(a.small_, b.small_, &difference))
    return difference;
  if (a.is_infinite()) return a;
  return Number::Work::make(
      [&](mpfr_ptr to) { mpfr_sub(to, Number::Work(a).get(), Number::Work(b).get(), kNearest); });
}

Number operator*(const Number& a, const Number& b) {
  std::int64_t product = 0;
  if (a.big_ == nullptr && b.big_ == nullptr &&
      !__builtin_mul_overflow(a.small_, b.small_, &product))
    return product;
  if (a.is_zero() || b.is_zero()) return {};
  return Number::Work::make(
      [&](mpfr_ptr to) { mpfr_mul(to, Number::Work(a).get(), Number::Work(b).get(), kNearest); });
}

std::optional<Number> Number::divide(const Number& a, const Number& b) {
  if ((a.is_zero() && b.is_zero()) || (a.is_infinite() && b.is_infinite())) return std::nullopt;
  if (a.big_ == nullptr && b.big_ == nullptr && b.small_ != 0 && b.small_ != -1 &&
      a.small_ % b.small_ == 0)
    return Number(a.small_ / b.small_);
  return Work::make([&](mpfr_ptr to) { mpfr_div(to, Work(a).get(), Work(b).get(), kNearest); });
}

Number Number::modulo(const Number& a, const Number& b) {
  if (b.is_zero() || a.is_infinite() || b.is_infinite()) return a;
  if (a.big_ == nullptr && b.big_ == nullptr && b.small_ != -1) return Number(a.small_ % b.small_);
  return Work::make([&](mpfr_ptr to) { mpfr_fmod(to, Work(a).get(), Work(b).get(), kNearest); });
}

std::strong_ordering operator<=>(const Number& a, const Number& b) {
  if (a.big_ == nullptr && b.big_ == nullptr) return a.small_ <=> b.small_;
  return mpfr_cmp(Number::Work(a).get(), Number::Work(b).get()) <=> 0;
}

}  // namespace stopgate::terraform
