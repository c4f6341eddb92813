#pragma once

// Tells what a plan brings from what was there: the policies that found something are run again on
// the resources as they are before the plan.

#include <vector>

#include "finding/finding.h"
#include "model/model.h"
#include "policy/policy.h"
#include "policy/run.h"

namespace stopgate::cli {

// Findings that hold before the plan too become old. Only findings of a plan's resources: changes
// and whole plans have no before.
void mark_old(std::vector<finding::Finding>& findings, const model::Model& model,
              const std::vector<const policy::Policy*>& policies,
              const policy::RunOptions& options);

}  // namespace stopgate::cli
