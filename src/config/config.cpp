#include "config/config.h"

#include <algorithm>
#include <iterator>

namespace stopgate::config {

namespace {

template <typename T>
void append(std::vector<T>& to, std::vector<T>&& from) {
  std::ranges::move(from, std::back_inserter(to));
}

}  // namespace

Config merge(Config outer, Config inner) {
  if (inner.fail_on) outer.fail_on = inner.fail_on;
  for (const auto& [severity, count] : inner.most) outer.most[severity] = count;
  if (!inner.profiles.empty()) outer.profiles = std::move(inner.profiles);
  append(outer.policies, std::move(inner.policies));
  append(outer.parameters, std::move(inner.parameters));
  append(outer.overrides, std::move(inner.overrides));
  append(outer.exemptions, std::move(inner.exemptions));
  append(outer.environments, std::move(inner.environments));
  if (!inner.clusters.empty()) outer.clusters = std::move(inner.clusters);
  if (!inner.approval.labels.empty() || !inner.approval.owners.empty())
    outer.approval = std::move(inner.approval);
  if (!inner.baseline.empty()) outer.baseline = std::move(inner.baseline);
  outer.wants_reasons = outer.wants_reasons || inner.wants_reasons;
  return outer;
}

}  // namespace stopgate::config
