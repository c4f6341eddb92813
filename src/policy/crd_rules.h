#pragma once

// Runs the rules (x-kubernetes-validations) of the CustomResourceDefinitions in the tree on the
// tree's custom resources, as the API server would when they are applied.
//
// A rule that fails to evaluate refuses the object too: nobody fills in what the schema does not.

#include "policy/run.h"

namespace stopgate::policy {

void run_crd_rules(const model::Model& model, const RunOptions& options, RunResult& out);

}  // namespace stopgate::policy
