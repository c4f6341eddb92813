#pragma once

// JUnit XML, which every CI shows as a test run: a suite a policy, a failed case a finding at the
// gate. Jenkins' own schema (junit-10.xsd) is the one it keeps to.

#include <string>

#include "report/options.h"
#include "review/review.h"
#include "source/source_file.h"

namespace stopgate::report {

[[nodiscard]] std::string junit_report(const review::Review& review,
                                       const source::SourceMap& sources, const Options& options);

}  // namespace stopgate::report
