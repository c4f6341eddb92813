#pragma once

// Workflow commands of GitHub Actions: lines of a log that the runner turns into annotations of the
// changed files. They need no token, so they work in pull requests from forks.

#include <string>

#include "report/options.h"
#include "review/review.h"
#include "source/source_file.h"

namespace stopgate::report {

// The runner keeps ten errors and ten warnings a step and drops the rest without a word; the last
// of each says how many are not shown.
[[nodiscard]] std::string github_report(const review::Review& review,
                                        const source::SourceMap& sources, const Options& options);

}  // namespace stopgate::report
