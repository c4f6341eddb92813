#pragma once

// A root is evaluated under each declared environment: what is wrong in some of them only says in
// which.

#include <string>
#include <vector>

#include "finding/finding.h"

namespace stopgate::review {

// Of merged findings, which have their fingerprints: these do not hang on environments. `all` names
// the environments of the run.
void name_environments(std::vector<finding::Finding>& findings,
                       const std::vector<std::string>& all);

}  // namespace stopgate::review
