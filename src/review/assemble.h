#pragma once

// Makes the Review out of what a run found: merges instances, numbers and ranks, says the verdict.

#include <string>
#include <vector>

#include "finding/finding.h"
#include "review/review.h"
#include "source/diagnostic.h"
#include "source/source_file.h"

namespace stopgate::review {

struct Parts {
  std::vector<finding::Finding> findings;  // those that nothing silences, in any order
  std::vector<ChangeLine> changes;
  source::Diagnostics diagnostics;
  Coverage coverage;
  finding::Severity gate = finding::Severity::High;
};

// The same Parts in any order give the same Review.
[[nodiscard]] Review assemble(Parts parts, const source::SourceMap& sources);

// Findings that differ in nothing but the instance keys of their resource become one, which lists
// the others' addresses; equal ones become one. Each gets its fingerprint.
void merge_instances(std::vector<finding::Finding>& findings, const source::SourceMap& sources);

// Worst first: severity, then the data-loss class of the change the finding is about, then place,
// then policy.
void rank(std::vector<finding::Finding>& findings, const std::vector<ChangeLine>& changes,
          const source::SourceMap& sources);

// Data loss first, then what destroys, replaces, updates, creates; then by address.
void rank(std::vector<ChangeLine>& changes);

}  // namespace stopgate::review
