#pragma once

// A quantity as Kubernetes' CEL library answers for it: exact in sums and comparisons, but an
// integer or a double only as the API server's own number gives it.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "value/quantity.h"

namespace stopgate::cel {

class Quantity {
 public:
  explicit Quantity(std::int64_t whole) : exact_(whole) {}
  [[nodiscard]] static Result<Quantity> parse(std::string_view text);

  [[nodiscard]] Quantity plus(const Quantity& other) const;
  [[nodiscard]] Quantity minus(const Quantity& other) const;
  [[nodiscard]] int compare(const Quantity& other) const;  // -1, 0, 1
  [[nodiscard]] int sign() const { return exact_.sign(); }
  // Nothing when Kubernetes cannot say it as int64: also for "1000m", which it keeps in
  // thousandths.
  [[nodiscard]] std::optional<std::int64_t> as_integer() const;
  // As Kubernetes does it: the written digits as a double, times a power of ten.
  [[nodiscard]] double as_double() const;
  [[nodiscard]] std::string to_decimal() const { return exact_.to_decimal(); }  // "1395864371.2"

  bool operator==(const Quantity& other) const { return exact_ == other.exact_; }

 private:
  [[nodiscard]] Quantity with(const Quantity& other, value::Quantity exact) const;

  value::Quantity exact_;
  bool is_integer_ = true;  // kept by Kubernetes as an int64 with a scale of zero or more
  int scale_ = 0;           // the power of ten it was written with: where as_double() rounds
};

[[nodiscard]] std::string to_text(const Quantity& quantity);

}  // namespace stopgate::cel
