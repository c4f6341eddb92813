#include <algorithm>
#include <array>

#include "policy/policy.h"

namespace stopgate::policy {

namespace {

// In the order of the enumeration.
constexpr std::array<std::string_view, kTargetCount> kNames = {
    "object",
    "object-change",
    "workload",
    "pod",
    "container",
    "relation",
    "render",
    "schema-problem",
    "resource",
    "block",
    "root",
    "change",
    "plan",
    "iam-statement",
    "iam-policy",
    "iam-change",
    "exposure-change",
    "file",
    "workflow",
    "job",
    "step",
    "workflow-problem",
    "configuration-problem",
};

}  // namespace

std::string_view name_of(Target target) {
  return kNames.at(static_cast<std::size_t>(target));
}

std::optional<Target> parse_target(std::string_view name) {
  const auto found = std::ranges::find(kNames, name);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<Target>(found - kNames.begin());
}

}  // namespace stopgate::policy
