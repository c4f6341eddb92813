#pragma once

// A fix as whole lines: what goes, what comes. Edits that share a line are one change.

#include <cstdint>
#include <string>
#include <vector>

#include "finding/finding.h"
#include "report/place.h"
#include "source/source_file.h"

namespace stopgate::report {

struct LineChange {
  source::FileId file = source::kNoFile;
  std::uint32_t first_line = 0;      // of the removed lines
  std::vector<std::string> removed;  // as they stand in the file
  std::vector<std::string> added;
  bool operator==(const LineChange&) const = default;
};

// By file and line. Nothing for a fix that touches a secret, or whose edits overlap: neither may be
// shown, nor applied.
[[nodiscard]] std::vector<LineChange> line_changes(const finding::Fix& fix,
                                                   const source::SourceMap& sources,
                                                   const SecretPlaces& secrets);

// May a report offer it? Its edits stand in files, do not overlap and touch no line with a secret.
[[nodiscard]] bool is_offered(const finding::Fix& fix, const source::SourceMap& sources,
                              const SecretPlaces& secrets);

// The edits in order of place.
[[nodiscard]] std::vector<finding::Edit> sorted_edits(const finding::Fix& fix);

}  // namespace stopgate::report
