#pragma once

// Reads a JSON report back: what `post` and `merge` are given, perhaps by someone who wrote it by
// hand. Nothing in it is believed that can be worked out: the verdict and the headline are made
// anew from the findings.

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "review/review.h"
#include "source/source_file.h"

namespace stopgate::report {

struct ReadReport {
  review::Review review;
  // Of each file only its name and as many lines as findings need: the report holds no source text.
  std::unique_ptr<source::SourceMap> sources;
  std::string version;  // of the stopgate that wrote it
};

// An Error says what is not as docs/schema/findings.schema.json has it. `path` names the report.
[[nodiscard]] Result<ReadReport> read_json_report(std::string_view text, std::string_view path);

}  // namespace stopgate::report
