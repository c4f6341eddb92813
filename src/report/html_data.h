#pragma once

// What the script of the HTML page shows, as JSON that may stand inside a script element.

#include <string>

#include "report/options.h"
#include "review/review.h"
#include "source/source_file.h"

namespace stopgate::report {

// Compact, since plans have tens of thousands of changes: texts are numbers into one table, rows
// are lists. page/page.js reads it.
[[nodiscard]] std::string html_data(const review::Review& review, const source::SourceMap& sources,
                                    const Options& options);

}  // namespace stopgate::report
