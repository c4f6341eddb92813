#include "kubernetes/capacity.h"

#include <algorithm>
#include <cmath>

#include "kubernetes/int_or_string.h"
#include "kubernetes/names.h"
#include "value/quantity.h"

namespace stopgate::kubernetes {

namespace {

const Symbol kRequests = intern("requests");
const Symbol kLimits = intern("limits");
const Symbol kResources = intern("resources");
const Symbol kInitContainers = intern("initContainers");

std::optional<std::int64_t> stated(const value::Value& holder, Symbol resource, Bound bound) {
  const auto resources = holder.get(kResources);
  auto written = resources.get(bound == Bound::Requests ? kRequests : kLimits).get(resource);
  if (written.is_null() && bound == Bound::Requests) written = resources.get(kLimits).get(resource);
  return written.is_null() ? std::nullopt : thousandths(written);
}

std::int64_t scaled_or(const value::Value& written, std::int64_t otherwise, std::int64_t replicas,
                       Rounding rounding) {
  if (written.is_null()) return otherwise;
  const auto number = to_int_or_string(written);
  if (!number) return otherwise;
  return std::max<std::int64_t>(scaled(*number, replicas, rounding).value_or(otherwise), 0);
}

}  // namespace

std::optional<std::int64_t> thousandths(const value::Value& quantity) {
  auto read = value::to_quantity(quantity);
  if (!read) return std::nullopt;
  *read *= 1000;
  if (const auto whole = read->as_integer()) return whole;
  const auto number = std::ceil(read->as_double());
  if (std::abs(number) > 9e18) return std::nullopt;
  return static_cast<std::int64_t>(number);
}

std::int64_t pod_total(const value::Value& pod_spec, std::string_view resource, Bound bound) {
  const auto name = intern(resource);
  std::int64_t together = 0;
  for (const auto& container : pod_spec.get(names::kContainers).items())
    together += stated(container, name, bound).value_or(0);
  std::int64_t sidecars = 0;
  std::int64_t starting = 0;
  for (const auto& container : pod_spec.get(kInitContainers).items()) {
    const auto own = stated(container, name, bound).value_or(0);
    const bool is_sidecar = container.get(names::kRestartPolicy).string_if() == "Always";
    if (is_sidecar) sidecars += own;
    starting = std::max(starting, is_sidecar ? sidecars : sidecars + own);
  }
  auto total = std::max(together + sidecars, starting);
  if (const auto of_pod = stated(pod_spec, name, bound)) total = *of_pod;
  return total + thousandths(pod_spec.get("overhead").get(name)).value_or(0);
}

RolloutRoom rollout_room(const Object& workload, std::int64_t replicas) {
  const auto spec = workload.root.value.get(names::kSpec);
  if (workload.kind == "Deployment") {
    const auto strategy = spec.get("strategy");
    if (strategy.get("type").string_if() == "Recreate")
      return {.surge = 0, .unavailable = replicas};
    const auto rolling = strategy.get("rollingUpdate");
    // The defaults are 25 % of each.
    const auto quarter = value::Value::string("25%");
    const auto or_quarter = [&](std::string_view key) {
      const auto written = rolling.get(key);
      return written.is_null() ? quarter : written;
    };
    RolloutRoom room{
        .surge = scaled_or(or_quarter("maxSurge"), 0, replicas, Rounding::Up),
        .unavailable = scaled_or(or_quarter("maxUnavailable"), 0, replicas, Rounding::Down)};
    // Neither may be nothing: then the controller takes one away.
    if (room.surge == 0 && room.unavailable == 0)
      room.unavailable = std::min<std::int64_t>(replicas, 1);
    return room;
  }
  if (workload.kind == "StatefulSet")
    return {.surge = 0,
            .unavailable = std::min(
                replicas,
                scaled_or(spec.get("updateStrategy").get("rollingUpdate").get("maxUnavailable"), 1,
                          replicas, Rounding::Up))};
  return {};
}

}  // namespace stopgate::kubernetes
