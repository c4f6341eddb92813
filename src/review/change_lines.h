#pragma once

// The plan part of a review: one line for each resource that a plan changes.

#include <vector>

#include "model/model.h"
#include "review/review.h"

namespace stopgate::review {

// How much of resources that are made or destroyed whole is written down.
enum class WholeObjects { Leave, Tell };

// No-ops are left out. Values that the plan marks as sensitive are never written.
[[nodiscard]] std::vector<ChangeLine> change_lines(const model::Model& model,
                                                   WholeObjects whole = WholeObjects::Leave);

}  // namespace stopgate::review
