#pragma once

// What operations cost, as Kubernetes counts it: a tenth of a unit per character.

#include <string_view>

#include "cel/datum.h"
#include "cel/node.h"

namespace stopgate::cel {

[[nodiscard]] std::uint64_t cost_of_length(std::size_t length);  // a tenth, rounded up
[[nodiscard]] std::uint64_t cost_of_comparison(const Datum& a, const Datum& b);
[[nodiscard]] std::uint64_t cost_of_arithmetic(NodeKind kind, const Datum& a, const Datum& b);
[[nodiscard]] std::uint64_t cost_of_regex(std::string_view text, std::string_view pattern);

// Length as cost counts it: code points of a string, bytes, elements; 1 of a scalar.
[[nodiscard]] std::size_t length_of(const Datum& datum);

}  // namespace stopgate::cel
