#pragma once

// The plan part of the text report: what happens to which resource, what cannot be undone first.

#include <string>

#include "report/options.h"
#include "review/review.h"
#include "source/source_file.h"

namespace stopgate::report {

// Empty when the review has no changes.
[[nodiscard]] std::string plan_text(const review::Review& review, const source::SourceMap& sources,
                                    const Options& options);

}  // namespace stopgate::report
