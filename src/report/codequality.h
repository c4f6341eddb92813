#pragma once

// GitLab's Code Quality report: the JSON that its merge request widget compares with the one of the
// target branch, by fingerprint.

#include <string>

#include "report/options.h"
#include "review/review.h"
#include "source/source_file.h"

namespace stopgate::report {

[[nodiscard]] std::string codequality_report(const review::Review& review,
                                             const source::SourceMap& sources,
                                             const Options& options);

}  // namespace stopgate::report
