#pragma once

// The report as SARIF 2.1.0, within the limits of GitHub code scanning.
// https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html

#include <cstddef>
#include <string>

#include "report/options.h"
#include "review/review.h"
#include "source/source_file.h"

namespace stopgate::report {

// More results than this are counted in a notification; the worst stay.
inline constexpr std::size_t kSarifResults = 5'000;

[[nodiscard]] std::string sarif_report(const review::Review& review,
                                       const source::SourceMap& sources, const Options& options);

}  // namespace stopgate::report
