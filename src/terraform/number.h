#pragma once

// Numbers as Terraform has them: 512 bits of binary precision, so that 0.1 + 0.2 is 0.3 and
// integers of a hundred digits are exact. Integers that fit into 64 bits, nearly all there are,
// stay there.

#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace stopgate::terraform {

class Number {
 public:
  Number() = default;                            // 0
  Number(std::int64_t value) : small_(value) {}  // NOLINT: a whole number is a Number
  [[nodiscard]] static Number from_double(double value);
  [[nodiscard]] static Number infinity();
  // Decimal, with an exponent or not; nothing for other texts and for what needs more than
  // kMaxExponent digits.
  [[nodiscard]] static std::optional<Number> parse(std::string_view text);
  // An integer in base 2 to 62, with a sign or not.
  [[nodiscard]] static std::optional<Number> parse_integer(std::string_view text, int base);

  static constexpr int kMaxExponent = 10'000;

  [[nodiscard]] bool is_integer() const;
  [[nodiscard]] bool is_infinite() const;
  [[nodiscard]] bool is_zero() const { return sign() == 0; }
  [[nodiscard]] int sign() const;
  // The whole number this is, when it fits.
  [[nodiscard]] std::optional<std::int64_t> to_int64() const;
  [[nodiscard]] double to_double() const;
  // All digits, never an exponent: "0.1", "100000000000000000000".
  [[nodiscard]] std::string to_text() const;
  // As printf's %e, %f, %g (with 'e', 'f', 'g'…) writes it; a negative precision is the shortest
  // text that gives the number again.
  [[nodiscard]] std::string to_text(char format, int precision) const;
  // The integer part in that base, without prefix.
  [[nodiscard]] std::string to_base(int base) const;

  [[nodiscard]] Number operator-() const;
  [[nodiscard]] Number floor() const;
  [[nodiscard]] Number ceil() const;
  [[nodiscard]] Number truncate() const;
  friend Number operator+(const Number& a, const Number& b);
  friend Number operator-(const Number& a, const Number& b);
  friend Number operator*(const Number& a, const Number& b);
  // x / 0 is infinity; 0 / 0 gives nothing, as do infinities divided by each other.
  [[nodiscard]] static std::optional<Number> divide(const Number& a, const Number& b);
  // Sign of the dividend; x % 0 is x.
  [[nodiscard]] static Number modulo(const Number& a, const Number& b);
  friend std::strong_ordering operator<=>(const Number& a, const Number& b);
  friend bool operator==(const Number& a, const Number& b) {
    return (a <=> b) == std::strong_ordering::equal;
  }

 private:
  struct Big;
  class Work;  // a number in MPFR's form, for the time of one operation

  std::int64_t small_ = 0;
  std::shared_ptr<const Big> big_;  // set when the number does not fit
};

}  // namespace stopgate::terraform
