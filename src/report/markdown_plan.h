#pragma once

// The plan part of the Markdown report.

#include <vector>

#include "report/budget.h"
#include "review/review.h"
#include "source/source_file.h"

namespace stopgate::report {

// A box that no one scrolls past: each change that loses data.
[[nodiscard]] Section data_loss_section(const std::vector<review::ChangeLine>& changes);

// What is destroyed, replaced or forgotten, open.
[[nodiscard]] Section destruction_section(const review::Review& review,
                                          const source::SourceMap& sources);

// Everything else, folded.
[[nodiscard]] Section quiet_section(const review::Review& review, const source::SourceMap& sources);

// What was changed outside of Terraform, folded.
[[nodiscard]] Section outputs_section(const review::Review& review);
[[nodiscard]] Section drift_section(const review::Review& review);

}  // namespace stopgate::report
