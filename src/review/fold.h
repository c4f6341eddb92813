#pragma once

// Folds changes that are read as one, and puts findings where they stand in them.

#include <vector>

#include "review/review.h"

namespace stopgate::review {

// Instances of one block that change alike are one group; so are all updates of nothing but the
// same tags, texts or computed values, whatever they are of. Of a Review whose changes and findings
// are ranked.
[[nodiscard]] std::vector<ChangeGroup> fold(const Review& review);

}  // namespace stopgate::review
