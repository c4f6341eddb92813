#pragma once

// stopgate policy test: runs the examples of policy files, and says what they leave untested.

#include <string>
#include <vector>

#include "cli/app.h"
#include "cli/policies.h"

namespace stopgate::cli {

// `ids` are globs; none: all.
[[nodiscard]] int test_policies(const std::vector<std::string>& ids, bool with_fuzz,
                                const LoadedPolicies& loaded, const source::SourceMap& sources,
                                const World& world);

}  // namespace stopgate::cli
