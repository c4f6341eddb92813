#pragma once

// Equality that knows unknowns: two trees that differ in a known place differ, whatever an unknown
// elsewhere in them turns out to be.

#include "cel/datum.h"

namespace stopgate::cel {

enum class Equality : std::uint8_t { Different, Same, Undecided };

[[nodiscard]] Equality equality(const Datum& a, const Datum& b);
// Adds the number of pairs that were looked at.
[[nodiscard]] Equality equality(const Datum& a, const Datum& b, std::size_t& compared);

// An integer meets a double as the nearest double, which is what the conformance suite wants.
[[nodiscard]] std::partial_ordering compare_numbers(const Datum& a, const Datum& b);

// Whether an unknown stands anywhere within.
[[nodiscard]] bool holds_unknown(const Datum& datum);
// Whether an unknown is an element of this list, or of a list in it; maps are not looked into.
[[nodiscard]] bool lists_unknown(const Datum& datum);

}  // namespace stopgate::cel
