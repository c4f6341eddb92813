#pragma once

// The native JSON of Jenkins' warnings plugin (`recordIssues tool: issues(pattern: …)`).

#include <string>

#include "report/options.h"
#include "review/review.h"
#include "source/source_file.h"

namespace stopgate::report {

[[nodiscard]] std::string jenkins_report(const review::Review& review,
                                         const source::SourceMap& sources, const Options& options);

}  // namespace stopgate::report
