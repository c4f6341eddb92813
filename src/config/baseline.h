#pragma once

// Findings that were there when stopgate came, and are accepted until someone mends them:
// .stopgate-baseline.yaml.

#include <set>
#include <span>
#include <string>
#include <string_view>

#include "finding/finding.h"
#include "source/diagnostic.h"
#include "source/source_file.h"

namespace stopgate::config {

inline constexpr std::string_view kBaselineName = ".stopgate-baseline.yaml";

struct Baseline {
  std::set<std::string, std::less<>> fingerprints;
  source::Diagnostics diagnostics;
};

[[nodiscard]] Baseline load_baseline(const source::SourceMap& sources, source::FileId file);

// The file's text, sorted, so that two people who add to it seldom meet. `files` are those of the
// findings, in their order.
[[nodiscard]] std::string write_baseline(std::span<const finding::Finding> findings,
                                         std::span<const std::string> files);

}  // namespace stopgate::config
