#pragma once

// The Kubernetes version that manifests are reviewed for.

#include <optional>
#include <string_view>

#include "policy/planned.h"

namespace stopgate::policy {

// The newest minor whose API we know; used when nobody says which is run.
inline constexpr int kNewestKubernetesMinor = 37;

// The minor of "1.31", "v1.31", "1.31.4" or "v1.31.4-eks-1"; nothing for other texts.
[[nodiscard]] std::optional<int> parse_kubernetes_minor(std::string_view text);

// {version, minor, given}, from the parameter kubernetes.version (or kube_version).
[[nodiscard]] value::Value kubernetes_version_facts(const ParameterValues& parameters, Arena& arena);

}  // namespace stopgate::policy
