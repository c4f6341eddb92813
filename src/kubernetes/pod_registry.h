#pragma once

// The pod-spec registry: which kind keeps its pods where (policies/kubernetes/data/pod-specs.yaml).

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/symbol.h"
#include "kubernetes/object.h"
#include "kubernetes/path.h"

namespace stopgate::kubernetes {

enum class Runs : std::uint8_t { ForEver, OnePerNode, ToCompletion };

struct PodKind {
  std::vector<Path> templates;                       // each has a `spec` and a `metadata`
  std::vector<Path> specs;                           // pod specs without metadata beside them
  std::optional<Path> metadata;                      // for `specs`, from the root of the object
  std::vector<Path> main, init, sidecar, ephemeral;  // containers, from the pod spec
  std::optional<Path> replicas;
  Runs runs = Runs::ForEver;
  bool is_partial = false;
  std::vector<Symbol> injected_labels;
};

// Nothing for kinds that the registry does not know.
[[nodiscard]] const PodKind* find_pod_kind(std::string_view group, std::string_view kind);

// How pods of unknown kinds are read: the usual names.
[[nodiscard]] const PodKind& usual_pod_kind();

// False for the groups of Kubernetes itself, all of whose kinds the registry knows.
[[nodiscard]] bool may_hold_unknown_pods(std::string_view group);

}  // namespace stopgate::kubernetes
