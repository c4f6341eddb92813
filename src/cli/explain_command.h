#pragma once

// stopgate explain: what a policy demands, or why one found what it found.

#include <string>
#include <vector>

#include "cli/app.h"

namespace stopgate::cli {

struct ExplainArguments {
  std::string what;                // an id, a peer's id, or a fingerprint
  std::vector<std::string> paths;  // where the finding is
  std::vector<std::string> policy_paths;
};

[[nodiscard]] int run_explain_command(const ExplainArguments& arguments, const World& world);

}  // namespace stopgate::cli
