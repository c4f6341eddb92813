#pragma once

// The payload of a Microsoft Teams message: an Adaptive Card as incoming webhooks take it.

#include <string>

#include "report/options.h"
#include "review/review.h"
#include "source/source_file.h"

namespace stopgate::report {

[[nodiscard]] std::string teams_report(const review::Review& review,
                                       const source::SourceMap& sources, const Options& options);

}  // namespace stopgate::report
