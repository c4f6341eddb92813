#pragma once

// What pods ask of nodes and quotas, as the scheduler and the quota controller count it.

#include <cstdint>
#include <optional>
#include <string_view>

#include "kubernetes/render.h"

namespace stopgate::kubernetes {

enum class Bound : std::uint8_t {
  Requests,  // a request that is not set is the limit
  Limits,
};

// A quantity in thousandths, rounded up. Nothing for what is no quantity or does not fit.
[[nodiscard]] std::optional<std::int64_t> thousandths(const value::Value& quantity);

// Of one pod, in thousandths: its containers and sidecars together, or the init container that
// needs more beside the sidecars started before it; the pod's own resources where it states them;
// its overhead. Quantities that cannot be read count as nothing: their form is told elsewhere.
[[nodiscard]] std::int64_t pod_total(const value::Value& pod_spec, std::string_view resource,
                                     Bound bound);

// Pods beyond the replicas that a rollout of the workload may start at a time, and pods that it
// may take away.
struct RolloutRoom {
  std::int64_t surge = 0;
  std::int64_t unavailable = 0;
};

[[nodiscard]] RolloutRoom rollout_room(const Object& workload, std::int64_t replicas);

}  // namespace stopgate::kubernetes
