#pragma once

// Several JSON reports as one: the shards of a run, or reports of several roots.

#include <span>
#include <string>

#include "base/result.h"
#include "report/read_json.h"

namespace stopgate::report {

struct NamedReport {
  std::string name;  // of the file
  std::string text;
};

struct MergedReport {
  std::string json;
  ReadReport read;  // of the same
};

// The shards of a run give what the whole run would have given, and a missing one makes the verdict
// incomplete. Of other reports the strictest gate counts, and equal findings are one. An Error when
// one is no report, or they do not belong together.
[[nodiscard]] Result<MergedReport> merge_json_reports(std::span<const NamedReport> reports);

}  // namespace stopgate::report
