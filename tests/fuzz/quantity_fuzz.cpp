// rooms: value

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "value/quantity.h"

using stopgate::value::Quantity;

namespace {

void require(bool is_true) {
  if (!is_true) std::abort();
}

}  // namespace

// Two quantities, one a line: what is written back is the same number, and sums come apart again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto line = input.find('\n');
  const auto a = Quantity::parse(input.substr(0, line));
  if (!a) return 0;
  // The longest texts may come back longer than a text may be.
  constexpr std::size_t kSurelyShort = 400;
  const auto again = Quantity::parse(a->to_string());
  require(again ? *again == *a : size > kSurelyShort);
  if (const auto decimal = Quantity::parse(a->to_decimal())) require(*decimal == *a);
  if (const auto number = a->as_integer()) require(Quantity(*number) == *a);

  const auto b = Quantity::parse(line == std::string_view::npos ? "" : input.substr(line + 1));
  if (!b) return 0;
  require(*a + *b == *b + *a);
  require(*a + *b - *b == *a);
  require((*a - *b).sign() == (*a < *b ? -1 : *a > *b ? 1 : 0));
  return 0;
}
