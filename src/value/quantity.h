#pragma once

// Quantities ("128Mi", "0.5", "1e3") as resource.Quantity of the API server reads, compares and
// writes them, exactly: a double would confuse 0.1Gi with its neighbours, an int64 wraps silently.
//
// Every quantity is a whole number of billionths (1n): the API server rounds anything finer up.

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "value/value.h"

namespace stopgate::value {

enum class QuantityFormat : std::uint8_t {
  DecimalSi,        // 500m, 12M
  BinarySi,         // 12Mi
  DecimalExponent,  // 12e6
};

class Quantity {
 public:
  Quantity() = default;  // zero
  explicit Quantity(std::int64_t number);

  // An Error says what is wrong with the text, in the API server's terms.
  [[nodiscard]] static Result<Quantity> parse(std::string_view text);

  [[nodiscard]] QuantityFormat format() const { return format_; }
  // The API server keeps what it reads as an int64 times this power of ten; nothing where only its
  // big decimals hold it, which answer some questions otherwise. Zero for what was computed.
  [[nodiscard]] std::optional<int> scale() const { return scale_; }
  [[nodiscard]] int sign() const { return limbs_.empty() ? 0 : is_negative_ ? -1 : 1; }
  [[nodiscard]] bool is_integer() const { return limbs_.empty() || limbs_.front() == 0; }
  // Nothing when it has a fraction or does not fit.
  [[nodiscard]] std::optional<std::int64_t> as_integer() const;
  [[nodiscard]] double as_double() const;

  // As the API server writes it back: "1.5Gi" is 1536Mi, "0.5" is 500m. A text that it keeps as it
  // was written ("+1", "5.") is kept.
  [[nodiscard]] std::string to_string() const;
  // All digits, no suffix, no zeros at the end of the fraction: "107374182.4".
  [[nodiscard]] std::string to_decimal() const;

  // The sum takes the other's format when this is zero.
  Quantity& operator+=(const Quantity& other);
  Quantity& operator-=(const Quantity& other);
  // For totals over replicas.
  Quantity& operator*=(std::uint32_t factor);
  friend Quantity operator+(Quantity a, const Quantity& b) { return a += b; }
  friend Quantity operator-(Quantity a, const Quantity& b) { return a -= b; }

  // By value: 1Gi equals 1024Mi.
  friend std::strong_ordering operator<=>(const Quantity& a, const Quantity& b);
  friend bool operator==(const Quantity& a, const Quantity& b) { return (a <=> b) == 0; }

 private:
  void add(const Quantity& other, bool is_other_negative);

  std::vector<std::uint32_t>
      limbs_;  // base 10⁹, least first, none leading zero: limbs_[0] is the fraction
  bool is_negative_ = false;
  QuantityFormat format_ = QuantityFormat::DecimalSi;
  std::optional<int> scale_ = 0;
  std::string written_;  // where the API server keeps the text
};

// Of a manifest's scalar: a string, or a number as its shortest text. An Error for anything else.
[[nodiscard]] Result<Quantity> to_quantity(const Value& value);

}  // namespace stopgate::value
