#pragma once

// Arithmetic on two data: exact, with an error where the result does not fit.

#include "cel/datum.h"
#include "cel/node.h"

namespace stopgate::cel {

// Nothing when there is no such operation on these two.
[[nodiscard]] std::optional<Datum> arithmetic(Arena& arena, NodeKind kind, const Datum& a,
                                              const Datum& b);
[[nodiscard]] std::optional<Datum> negated(Arena& arena, const Datum& a);

}  // namespace stopgate::cel
