#pragma once

// The report for a terminal or a log: worst last would scroll away, so the verdict is its last
// line.

#include <string>

#include "report/options.h"
#include "review/review.h"
#include "source/source_file.h"

namespace stopgate::report {

// Every line ends with a line break. Nothing from the input reaches the terminal unescaped.
[[nodiscard]] std::string text_report(const review::Review& review,
                                      const source::SourceMap& sources, const Options& options);

}  // namespace stopgate::report
