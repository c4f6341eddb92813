#pragma once

// Reviewdog Diagnostic Format, which reviewdog posts for many forges and editors.

#include <string>

#include "report/options.h"
#include "review/review.h"
#include "source/source_file.h"

namespace stopgate::report {

[[nodiscard]] std::string rdjson_report(const review::Review& review,
                                        const source::SourceMap& sources, const Options& options);

}  // namespace stopgate::report
