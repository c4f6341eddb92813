#pragma once

// Pods and the workloads that make them, found by the pod-spec registry: which kind holds its pod
// template where (and, for unknown kinds, anything shaped like one).

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kubernetes/object.h"

namespace stopgate::kubernetes {

enum class ContainerType : std::uint8_t {
  Main,
  Init,
  Sidecar,
  Ephemeral
};  // Sidecar: an init container that restarts always

[[nodiscard]] std::string_view name_of(
    ContainerType type);  // "main", "init", "sidecar", "ephemeral"

struct Container {
  ContainerType type = ContainerType::Main;
  value::Node node;  // a map
  std::string_view name;
};

// Replicas as the cluster would keep them: from spec.replicas, or a HorizontalPodAutoscaler or
// ScaledObject that targets the workload.
struct Replicas {
  std::int64_t least = 1;
  std::int64_t most = 1;
  bool is_declared = false;  // spec.replicas is written
  bool is_autoscaled = false;
  bool is_known = true;  // false: an expression, or one a node (DaemonSet)
};

struct Pod {
  std::size_t object = 0;   // index into Render::objects
  value::Node spec;         // the pod spec, a map
  value::Node metadata;     // of the template; a null value where there is none
  std::string path;         // "spec.template.spec"
  bool is_partial = false;  // an operator adds to it: absent things may be there in the cluster
  bool is_recognised_by_shape = false;
  bool is_long_running = true;  // not a Job's, CronJob's or hook's
  std::vector<Container> containers;
  Replicas replicas;
  std::vector<std::size_t>
      services;  // Render::objects of Services whose selector matches these pods
  std::vector<std::size_t> disruption_budgets;
  std::vector<std::size_t> autoscalers;
};

}  // namespace stopgate::kubernetes
