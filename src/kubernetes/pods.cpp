#include "kubernetes/pods.h"

#include <algorithm>

#include "kubernetes/names.h"

namespace stopgate::kubernetes {

namespace {

// How deep a template may stand in an object of unknown kind. Readers stop at a depth of their own;
// this bounds what a walk over many small objects costs.
constexpr std::size_t kMaxDepth = 32;

std::string_view restart_policy(const value::Value& map) {
  return map.get(names::kRestartPolicy).string_if().value_or("");
}

void add_containers(std::vector<Container>& out, const value::Node& spec,
                    const std::vector<Path>& paths, ContainerType type) {
  for (const auto& path : paths)
    path.visit(spec, [&](const value::Node& node) {
      if (!node.value.is_map()) return;
      const bool is_sidecar = type == ContainerType::Init && restart_policy(node.value) == "Always";
      out.push_back({.type = is_sidecar ? ContainerType::Sidecar : type,
                     .node = node,
                     .name = node.value.get(names::kName).string_if().value_or("")});
    });
}

Replicas read_replicas(const Object& object, const PodKind& kind) {
  Replicas replicas;
  if (kind.runs == Runs::OnePerNode) {
    replicas.is_known = false;
    return replicas;
  }
  if (!kind.replicas) return replicas;
  const auto written = kind.replicas->first(object.root).value;
  if (written.is_null()) return replicas;
  replicas.is_declared = true;
  replicas.is_known = written.is_int();
  if (written.is_int()) replicas.least = replicas.most = written.as_int();
  return replicas;
}

class PodFinder {
 public:
  PodFinder(const Object& object, std::size_t index) : object_(object), index_(index) {}

  std::vector<Pod> find() && {
    if (const auto* kind = find_pod_kind(object_.group, object_.kind))
      find_by_registry(*kind);
    else if (may_hold_unknown_pods(object_.group))
      find_by_shape(object_.root, false, 0);
    return std::move(pods_);
  }

 private:
  void find_by_registry(const PodKind& kind) {
    for (const auto& path : kind.templates)
      path.visit(object_.root, [&](const value::Node& node) {
        add(kind, value::step(node, names::kSpec), value::step(node, names::kMetadata),
            path.text() + ".spec");
      });
    for (const auto& path : kind.specs)
      path.visit(object_.root, [&](const value::Node& node) {
        add(kind, node, kind.metadata ? kind.metadata->first(object_.root) : value::Node{},
            path.text());
      });
  }

  void find_by_shape(const value::Node& node, bool is_template, std::size_t depth) {
    if (depth > kMaxDepth) return;
    if (!node.value.is_map() && !node.value.is_list()) return;
    const auto length = path_.size();
    for (std::size_t i = 0; i < node.value.items().size(); ++i) {
      path_ += "[]";
      find_by_shape(value::step(node, i), false, depth + 1);
      path_.resize(length);
    }
    if (!node.value.is_map()) return;
    const auto spec = value::step(node, names::kSpec);
    if (is_template && is_pod_spec(spec.value)) {
      add(usual_pod_kind(), spec, value::step(node, names::kMetadata), path_ + ".spec");
      pods_.back().is_recognised_by_shape = true;
      return;
    }
    if (length > 0) path_ += '.';
    const auto prefix = path_.size();
    const auto& map = node.value.as_map();
    for (std::size_t i = 0; i < map.size(); ++i) {
      const auto key = map.members()[i].key;
      path_.resize(prefix);
      path_ += key.text();
      find_by_shape({map.members()[i].value, map.place(i)}, key == names::kTemplate, depth + 1);
    }
    path_.resize(length);
  }

  static bool is_pod_spec(const value::Value& spec) {
    const auto containers = spec.get(names::kContainers).items();
    return !containers.empty() && std::ranges::all_of(containers, [](const auto& container) {
      return container.has(names::kName) && container.has(names::kImage);
    });
  }

  void add(const PodKind& kind, const value::Node& spec, const value::Node& metadata,
           std::string path) {
    if (!spec.value.is_map()) return;
    auto& pod = pods_.emplace_back();
    pod.object = index_;
    pod.spec = spec;
    pod.metadata = metadata;
    pod.path = std::move(path);
    pod.is_partial = kind.is_partial;
    add_containers(pod.containers, spec, kind.init, ContainerType::Init);
    add_containers(pod.containers, spec, kind.main, ContainerType::Main);
    add_containers(pod.containers, spec, kind.sidecar, ContainerType::Sidecar);
    add_containers(pod.containers, spec, kind.ephemeral, ContainerType::Ephemeral);
    const auto policy = restart_policy(spec.value);
    const bool ends = kind.runs == Runs::ToCompletion || policy == "Never" || policy == "OnFailure";
    pod.is_long_running = !ends && !object_.is_helm_hook();
    pod.replicas = read_replicas(object_, kind);
  }

  const Object& object_;
  std::size_t index_;
  std::vector<Pod> pods_;
  std::string path_;  // where find_by_shape is
};

}  // namespace

std::string_view name_of(ContainerType type) {
  switch (type) {
    case ContainerType::Main:
      return "main";
    case ContainerType::Init:
      return "init";
    case ContainerType::Sidecar:
      return "sidecar";
    case ContainerType::Ephemeral:
      return "ephemeral";
  }
  return "";
}

std::vector<Pod> find_pods(const Object& object, std::size_t index) {
  return PodFinder(object, index).find();
}

Labels labels_of(const Object& object, const Pod& pod) {
  Labels labels{.written = pod.metadata.value.get(names::kLabels)};
  if (const auto* kind = find_pod_kind(object.group, object.kind))
    labels.injected = kind->injected_labels;
  return labels;
}

}  // namespace stopgate::kubernetes
