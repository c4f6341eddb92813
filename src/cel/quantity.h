#pragma once

// Quantity: Kubernetes' numbers with suffixes, exact to the nano.
//
// The value is a whole number of nanos of any size, so that sums and comparisons never round.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace stopgate::cel {

class Quantity {
 public:
  Quantity() = default;
  [[nodiscard]] static Quantity of(std::int64_t whole);

  [[nodiscard]] Quantity plus(const Quantity& other) const;
  [[nodiscard]] Quantity minus(const Quantity& other) const;
  [[nodiscard]] int compare(const Quantity& other) const;  // -1, 0, 1
  [[nodiscard]] int sign() const;
  // Nothing when Kubernetes cannot say it as int64: also for "1000m", which it keeps in
  // thousandths.
  [[nodiscard]] std::optional<std::int64_t> as_integer() const;
  // As Kubernetes does it: the written digits as a double, times a power of ten.
  [[nodiscard]] double as_double() const;
  [[nodiscard]] std::string to_decimal() const;  // "1395864371.2"

  bool operator==(const Quantity& other) const { return compare(other) == 0; }

 private:
  friend Result<Quantity> parse_quantity(std::string_view text);
  using Limbs = std::vector<std::uint32_t>;  // base 1e9, least first, no leading zeros

  [[nodiscard]] static int compare_limbs(const Limbs& a, const Limbs& b);
  [[nodiscard]] static Limbs add_limbs(const Limbs& a, const Limbs& b);
  [[nodiscard]] static Limbs subtract_limbs(const Limbs& a, const Limbs& b);  // a ≥ b
  [[nodiscard]] Quantity sum(const Quantity& other, bool other_negative) const;

  bool negative_ = false;
  bool is_integer_ = true;  // kept by Kubernetes as an int64 with a scale of zero or more
  int scale_ = 0;           // the power of ten it was written with: where as_double() rounds
  Limbs nanos_;
};

[[nodiscard]] Result<Quantity> parse_quantity(std::string_view text);
[[nodiscard]] std::string to_text(const Quantity& quantity);

}  // namespace stopgate::cel
