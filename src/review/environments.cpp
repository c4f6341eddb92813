#include "review/environments.h"

#include <algorithm>

namespace stopgate::review {

void name_environments(std::vector<finding::Finding>& findings,
                       const std::vector<std::string>& all) {
  for (auto& finding : findings) {
    auto& having = finding.environments;
    const bool is_everywhere = std::ranges::all_of(all, [&](const std::string& environment) {
      return std::ranges::find(having, environment) != having.end();
    });
    if (having.empty() || is_everywhere) {
      having.clear();
      continue;
    }
    std::string names;
    for (const auto& environment : having) names += (names.empty() ? "" : ", ") + environment;
    finding.message +=
        (having.size() == 1 ? " (only in environment " : " (only in environments ") + names + ")";
  }
}

}  // namespace stopgate::review
