#pragma once

// Checkstyle XML (8.x): files and the lines that are wrong in them.

#include <string>

#include "report/options.h"
#include "review/review.h"
#include "source/source_file.h"

namespace stopgate::report {

[[nodiscard]] std::string checkstyle_report(const review::Review& review,
                                            const source::SourceMap& sources,
                                            const Options& options);

}  // namespace stopgate::report
