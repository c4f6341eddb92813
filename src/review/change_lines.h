#pragma once

// The plan part of a review: one line for each resource that a plan changes, for each that was
// changed outside of Terraform, and for each plan.

#include <vector>

#include "model/model.h"
#include "review/review.h"

namespace stopgate::review {

// How much of resources that are made or destroyed whole is written down.
enum class WholeObjects { Leave, Tell };

// No-ops are left out. Values that the plan marks as sensitive are never written.
[[nodiscard]] std::vector<ChangeLine> change_lines(const model::Model& model,
                                                   WholeObjects whole = WholeObjects::Leave);

[[nodiscard]] std::vector<DriftLine> drift_lines(const model::Model& model);

// Outputs of the root that change, their values short and redacted.
[[nodiscard]] std::vector<OutputLine> output_lines(const model::Model& model);

// The fingerprints are of the lines' digests.
[[nodiscard]] std::vector<PlanLine> plan_lines(const model::Model& model,
                                               const std::vector<ChangeLine>& changes);

}  // namespace stopgate::review
