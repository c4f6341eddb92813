#pragma once

// Runs policies over a model: each policy on each subject of its target that it matches.

#include <cstdint>
#include <string>
#include <vector>

#include "base/limits.h"
#include "finding/finding.h"
#include "finding/shard.h"
#include "model/model.h"
#include "policy/admission.h"
#include "policy/planned.h"
#include "policy/policy.h"
#include "source/diagnostic.h"

namespace stopgate::policy {

struct RunOptions {
  ParameterValues parameters;
  std::size_t jobs = 0;  // threads; 0: one a core
  Limits limits;
  std::string as_of;  // "2025-12-31"; empty: the day of the dated facts
  const source::SourceMap* policy_sources = nullptr;  // of user's policies, for carets in them
  bool are_checked = false;  // the policies: their expressions are known to compile
  // Admission policies of policy folders; those of the tree are run beside them. Null: none are.
  const AdmissionSet* admission = nullptr;
  std::vector<std::string> admission_ids;  // globs; empty: all
  finding::Shard shard;                    // only its subjects are evaluated
};

// A verdict that hung on something not known, or that an expression could not reach.
struct Undecided {
  std::string policy;
  finding::Subject subject;
  std::string reason;
  source::Place place;
  bool is_error = false;  // the expression failed on this input
};

struct Count {
  const Policy* policy = nullptr;
  std::size_t matched = 0;
  std::size_t findings = 0;
  std::size_t undecided = 0;
  std::uint64_t cost = 0;             // of its expressions, as CEL counts it
  std::vector<std::size_t> failures;  // findings of each validation
};

struct RunResult {
  std::vector<finding::Finding> findings;  // in the order of targets, subjects, policies
  std::vector<Undecided> undecided;
  std::vector<Count> counts;        // one a policy, in the order given
  source::Diagnostics diagnostics;  // mistakes in policies
  source::Diagnostics notes;        // on the inputs: what was not run, and why
};

[[nodiscard]] RunResult run(const model::Model& model, const std::vector<const Policy*>& policies,
                            const RunOptions& options);

}  // namespace stopgate::policy
