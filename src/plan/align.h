#pragma once

// Which element of a list became which: a plan writes sets as lists, so that one rule more or less
// moves all that stand behind it.

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "value/value.h"

namespace stopgate::plan {

struct ElementPair {
  std::optional<std::size_t> before, after;  // one of them at least
  bool is_equal = false;
};

struct Alignment {
  std::vector<ElementPair> pairs;  // in the order of `after`, then what is gone
  bool is_reordered = false;       // the same elements in another order
};

// Equal elements first, then the ones that are most alike. Linear but for 64 elements that differ.
[[nodiscard]] Alignment align(std::span<const value::Value> before,
                              std::span<const value::Value> after);

}  // namespace stopgate::plan
