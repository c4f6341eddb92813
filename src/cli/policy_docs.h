#pragma once

// Writes docs/policies/: a page for each policy, indexes by area and by the ids of other tools, and
// the table of targets.

#include <string>

#include "cli/app.h"
#include "cli/policies.h"

namespace stopgate::cli {

// Pages are <id>.md, index.md, peers.md and targets.md. Pages of policies that are gone are not
// removed.
[[nodiscard]] int write_policy_docs(const std::string& folder, const LoadedPolicies& policies,
                                    const World& world);

}  // namespace stopgate::cli
