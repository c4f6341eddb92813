#pragma once

// Makes the Review out of what a run found: merges instances, numbers and ranks, says the verdict.

#include <map>
#include <string>
#include <vector>

#include "finding/finding.h"
#include "review/review.h"
#include "source/diagnostic.h"
#include "source/source_file.h"

namespace stopgate::review {

struct Parts {
  // Those that nothing silences, in any order. What has its fingerprint is merged already.
  std::vector<finding::Finding> findings;
  std::vector<ChangeLine> changes;
  std::vector<DriftLine> drift;
  std::vector<OutputLine> outputs;
  std::vector<PlanLine> plans;
  source::Diagnostics diagnostics;
  Coverage coverage;
  finding::Severity gate = finding::Severity::High;
  bool judges_old = false;
  std::vector<Allowance> allowances;
  std::vector<SuppressionNote> suppressions;
  std::optional<Comparison> comparison;
  std::optional<Override> override_by;
  std::optional<finding::Shard> shard;
};

// The same Parts in any order give the same Review.
[[nodiscard]] Review assemble(Parts parts, const source::SourceMap& sources);

// Findings that differ in nothing but the instance keys of their resource become one, which lists
// the others' addresses; equal ones become one. Each gets its fingerprint; that of a file in
// `renamed` is made with its new name.
void merge_instances(std::vector<finding::Finding>& findings, const source::SourceMap& sources,
                     const std::map<std::string, std::string>& renamed = {});

// What allowances and an override come to, by the findings.
void count(Review& review);

// Worst first: severity, then the data-loss class of the change the finding is about, then place,
// then policy.
void rank(std::vector<finding::Finding>& findings, const std::vector<ChangeLine>& changes,
          const source::SourceMap& sources);

// Data loss first, then what destroys, replaces, updates, creates; then by address.
void rank(std::vector<ChangeLine>& changes);

}  // namespace stopgate::review
