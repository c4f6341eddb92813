#pragma once

// The Kubernetes version that manifests are reviewed for.

#include "policy/planned.h"

namespace stopgate::policy {

// The newest minor whose API we know; used when nobody says which is run.
inline constexpr int kNewestKubernetesMinor = 37;

// {version, minor, given}, from the parameter kubernetes.version (or kube_version).
[[nodiscard]] value::Value kubernetes_version_facts(const ParameterValues& parameters,
                                                    Arena& arena);

}  // namespace stopgate::policy
