#pragma once

// Writes the reports that were asked for: to the standard output, or to files.

#include <string>
#include <vector>

#include "base/result.h"
#include "cli/app.h"
#include "plan/redaction.h"
#include "report/options.h"
#include "review/review.h"

namespace stopgate::cli {

struct Format {
  std::string name;
  std::string file;  // empty: standard output
};

// "json" or "json=FILE"; an Error names an unknown format and those there are.
[[nodiscard]] Result<Format> parse_format(const std::string& text);

// Nothing that the redactor knows is written.
[[nodiscard]] Result<void> write_report(const Format& format, const review::Review& review,
                                        const source::SourceMap& sources,
                                        const plan::Redactor& redactor,
                                        const report::Options& options, const World& world);

}  // namespace stopgate::cli
