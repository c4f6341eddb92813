#pragma once

// The one line that is read when nothing else is.

#include <string>

#include "review/review.h"

namespace stopgate::review {

[[nodiscard]] Verdict verdict_of(const Review& review);

// Of a Review whose verdict is set and whose findings and changes are ranked.
[[nodiscard]] std::string headline_of(const Review& review);

// "1 finding", "3 findings".
[[nodiscard]] std::string counted(std::size_t count, std::string_view one, std::string_view many);

}  // namespace stopgate::review
