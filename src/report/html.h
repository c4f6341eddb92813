#pragma once

// The report as one page for a browser: it loads nothing, so that it works from a CI artifact, a
// mail or a disk. A strict policy in its head keeps anything from running but its own script.

#include <string>

#include "report/options.h"
#include "review/review.h"
#include "source/source_file.h"

namespace stopgate::report {

// The data of the review as JSON, which the page's script shows piece by piece; without scripts (as
// Jenkins serves artifacts) the page has a plain list of the worst.
[[nodiscard]] std::string html_report(const review::Review& review,
                                      const source::SourceMap& sources, const Options& options);

}  // namespace stopgate::report
