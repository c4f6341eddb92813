#pragma once

// The JSON report: what editors read, what `post` and `merge` take. Its schema is
// docs/schema/findings.schema.json.

#include <string>

#include "report/options.h"
#include "review/review.h"
#include "source/source_file.h"

namespace stopgate::report {

inline constexpr int kJsonVersion = 1;

// Members in a fixed order, ASCII only (a terminal obeys none of it), no source text.
[[nodiscard]] std::string json_report(const review::Review& review,
                                      const source::SourceMap& sources, const Options& options);

}  // namespace stopgate::report
