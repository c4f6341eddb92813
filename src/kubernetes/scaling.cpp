#include "kubernetes/scaling.h"

#include <algorithm>

#include "kubernetes/names.h"

namespace stopgate::kubernetes {

namespace {

// KEDA's defaults: https://keda.sh/docs/latest/reference/scaledobject-spec/
constexpr std::int64_t kKedaLeast = 0;
constexpr std::int64_t kKedaMost = 100;

value::Value spec_of(const Render& render, std::size_t object) {
  return render.objects[object].root.value.get(names::kSpec);
}

void attach(Render& render, std::size_t object, std::vector<std::size_t> Pod::*list) {
  const auto selector = spec_of(render, object).get(names::kSelector);
  for (const auto pod : render.pods_matching(selector, render.namespace_of(render.objects[object])))
    (render.pods[pod].*list).push_back(object);
}

struct Target {
  std::string_view group, kind, name;
};

Target read_target(const value::Value& reference, std::string_view default_kind) {
  const auto version = reference.get(names::kApiVersion).string_if().value_or("");
  const auto slash = version.find('/');
  return {.group = slash == std::string_view::npos ? std::string_view{} : version.substr(0, slash),
          .kind = reference.get(names::kKind).string_if().value_or(default_kind),
          .name = reference.get(names::kName).string_if().value_or("")};
}

// What the autoscaler keeps replicas between: null members are its defaults, other values unknown.
struct Bound {
  std::int64_t value = 0;
  bool is_known = true;
};

Bound read_bound(const value::Value& written, std::int64_t otherwise) {
  if (written.is_null()) return {.value = otherwise};
  return {.value = written.int_if().value_or(otherwise), .is_known = written.is_int()};
}

void scale(Render& render, std::size_t autoscaler, const Target& target, Bound least, Bound most) {
  const auto object =
      render.find(target.kind, render.namespace_of(render.objects[autoscaler]), target.name);
  if (!object) return;
  const auto first = std::ranges::lower_bound(render.pods, *object, {}, &Pod::object);
  for (auto pod = first; pod != render.pods.end() && pod->object == *object; ++pod) {
    pod->autoscalers.push_back(autoscaler);
    // Of two autoscalers that fight over one workload the first is believed; that they do is a
    // policy's finding.
    if (pod->replicas.is_autoscaled) continue;
    pod->replicas.is_autoscaled = true;
    pod->replicas.least = least.value;
    pod->replicas.most = std::max(least.value, most.value);
    pod->replicas.is_known = least.is_known && most.is_known;
  }
}

}  // namespace

void attach_selectors(Render& render) {
  for (const auto object : render.of_kind("Service")) {
    // A Service that selects nothing gets its endpoints from elsewhere; {} means the same.
    const auto selector = spec_of(render, object).get(names::kSelector);
    if (render.objects[object].group.empty() && !selector.members().empty())
      attach(render, object, &Pod::services);
  }
  for (const auto object : render.of_kind("PodDisruptionBudget"))
    attach(render, object, &Pod::disruption_budgets);
}

void attach_autoscalers(Render& render) {
  for (const auto object : render.of_kind("HorizontalPodAutoscaler")) {
    const auto spec = spec_of(render, object);
    scale(render, object, read_target(spec.get("scaleTargetRef"), ""),
          read_bound(spec.get(names::kMinReplicas), 1),
          read_bound(spec.get(names::kMaxReplicas), 1));
  }
  for (const auto object : render.of_kind("ScaledObject")) {
    const auto spec = spec_of(render, object);
    scale(render, object, read_target(spec.get("scaleTargetRef"), "Deployment"),
          read_bound(spec.get("minReplicaCount"), kKedaLeast),
          read_bound(spec.get("maxReplicaCount"), kKedaMost));
  }
}

}  // namespace stopgate::kubernetes
