#pragma once

// The versions of Kubernetes that manifests are reviewed for: one cluster, or a fleet.

#include <string>
#include <vector>

#include "base/result.h"
#include "policy/planned.h"

namespace stopgate::policy {

// The newest minor whose API we know; used when nobody says which is run.
inline constexpr int kNewestKubernetesMinor = 37;

struct Cluster {
  std::string name;  // empty where only a version was given
  int minor = 0;

  bool operator==(const Cluster&) const = default;
};

// Of the parameter kubernetes.version (or kube_version), oldest first: "1.31", "1.29,1.31",
// "1.29..1.33", "edge=1.29,prod=1.31". Empty when it is not given.
[[nodiscard]] Result<std::vector<Cluster>> read_clusters(const ParameterValues& parameters);

// Each minor of them once.
[[nodiscard]] std::vector<int> minors_of(const std::vector<Cluster>& clusters);

// The variable `kubernetes`.
[[nodiscard]] value::Value kubernetes_version_facts(const std::vector<Cluster>& clusters,
                                                    Arena& arena);

}  // namespace stopgate::policy
