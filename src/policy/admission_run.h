#pragma once

// Runs admission policies on every request that applying the files would make.
//
// What cannot be seen here (who sends the request, parameters and namespaces that are not among the
// files) makes a verdict undecided, and is said once. An expression that fails is undecided too:
// the API server fills in fields that nobody wrote, and so may not fail.

#include "policy/admission.h"
#include "policy/run.h"

namespace stopgate::policy {

// Adds what is in the tree to what was given.
[[nodiscard]] AdmissionSet find_admission(const model::Model& model, const AdmissionSet& given);

void run_admission(const model::Model& model, const AdmissionSet& set, const RunOptions& options,
                   RunResult& out);

}  // namespace stopgate::policy
