#pragma once

// Fits a report of sections into so many bytes: whole items go, the least important first, and it
// is said.

#include <cstddef>
#include <string>
#include <vector>

namespace stopgate::report {

struct Section {
  int priority = 0;                // what is lower is kept first
  std::string head, tail;          // around the items
  std::vector<std::string> items;  // the most important first
  std::string noun;                // "findings": what is left out
};

// The sections in their order, no longer than `bytes`. A section that keeps no item is left out; so
// are items after the first that does not fit. A last line counts what is missing.
[[nodiscard]] std::string fit(const std::vector<Section>& sections, std::size_t bytes);

}  // namespace stopgate::report
