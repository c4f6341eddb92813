#include "kubernetes/facts.h"

#include "kubernetes/capacity.h"
#include "kubernetes/fact_map.h"
#include "kubernetes/names.h"

namespace stopgate::kubernetes {

namespace {

value::Node root_of(const Render& render, std::size_t object) {
  return render.objects[object].root;
}

value::Value make_objects(const Render& render, const std::vector<std::size_t>& objects,
                          Arena& arena) {
  std::vector<value::Node> nodes;
  for (const auto object : objects) nodes.push_back(root_of(render, object));
  return make_list(arena, nodes);
}

value::Value make_names(const Render& render, const std::vector<std::size_t>& objects,
                        Arena& arena) {
  std::vector<value::Node> nodes;
  for (const auto object : objects)
    nodes.push_back(
        {value::Value::string(render.objects[object].name), render.objects[object].name_place});
  return make_list(arena, nodes);
}

// A map of the manifest, or an empty one: policies index labels without asking whether there are
// any.
value::Node map_or_empty(const value::Node& node, Arena& arena) {
  return node.value.is_map() ? node : value::Node{value::Map::make(arena, {}), node.place};
}

value::Value container_facts(const Pod& pod, const Container& container, Arena& arena) {
  return FactMap(arena)
      .set("container", container.node)
      .set_text("name", container.name)
      .set_text("type", name_of(container.type))
      .set("security", value::Node{container_security(pod, container, arena),
                                   value::step(container.node, names::kSecurityContext).place})
      .make();
}

value::Value containers_of(const Pod& pod, Arena& arena) {
  std::vector<value::Node> nodes;
  for (const auto& container : pod.containers)
    nodes.push_back({container_facts(pod, container, arena), container.node.place});
  return make_list(arena, nodes);
}

value::Node service_account(const Pod& pod, Arena& arena) {
  // The second name is the first one's deprecated alias.
  for (const auto key : {"serviceAccountName", "serviceAccount"})
    if (const auto written = value::step(pod.spec, intern(key));
        written.value.is_string() && !written.value.as_string().empty())
      return written;
  return {value::Value::string(arena, "default"), {}};
}

}  // namespace

value::Value workload_facts(const Render& render, const Pod& pod, Arena& arena) {
  const auto& object = render.objects[pod.object];
  const auto name = value::Node{value::Value::string(object.name), object.name_place};
  return FactMap(arena)
      .set("kind", value::Node{value::Value::string(object.kind), object.kind_place})
      .set("name", name)
      .set_text("namespace", render.namespace_of(object))
      .set("apiVersion", value::Value::string(object.api_version))
      .set("group", value::Value::string(object.group))
      .set_int("replicas", pod.replicas.least)
      .set_int("maxReplicas", pod.replicas.most)
      .set_bool("replicasDeclared", pod.replicas.is_declared)
      .set_bool("autoscaled", pod.replicas.is_autoscaled)
      .set_bool("replicasKnown", pod.replicas.is_known)
      .set_bool("longRunning", pod.is_long_running)
      .set_bool("helmHook", object.is_helm_hook())
      .set("selector", value::step(value::step(object.root, names::kSpec), names::kSelector))
      .set("podLabels", map_or_empty(value::step(pod.metadata, names::kLabels), arena))
      .set("podAnnotations", map_or_empty(value::step(pod.metadata, names::kAnnotations), arena))
      .set("services", make_names(render, pod.services, arena))
      .set("disruptionBudgets", make_objects(render, pod.disruption_budgets, arena))
      .set("autoscalers", make_objects(render, pod.autoscalers, arena))
      .set_bool("partial", pod.is_partial)
      .set("object", object.root)
      .make();
}

value::Value pod_facts(const Render& render, const Pod& pod, Arena& arena) {
  const auto& object = render.objects[pod.object];
  const auto room = rollout_room(object, pod.replicas.most);
  return FactMap(arena)
      .set("spec", pod.spec)
      .set("metadata", map_or_empty(pod.metadata, arena))
      .set("labels", map_or_empty(value::step(pod.metadata, names::kLabels), arena))
      .set("annotations", map_or_empty(value::step(pod.metadata, names::kAnnotations), arena))
      .set_text("path", pod.path)
      .set_bool("longRunning", pod.is_long_running)
      .set_bool("helmHook", object.is_helm_hook())
      .set_bool("partial", pod.is_partial)
      .set_bool("receivesTraffic", !pod.services.empty())
      .set("services", make_objects(render, pod.services, arena))
      .set("serviceAccountName", service_account(pod, arena))
      .set_text("namespace", render.namespace_of(object))
      .set("object", object.root)
      .set_int("replicas", pod.replicas.least)
      .set_int("maxReplicas", pod.replicas.most)
      .set_bool("replicasKnown", pod.replicas.is_known)
      .set_int("surge", room.surge)
      .set_int("unavailable", room.unavailable)
      .set("containers", containers_of(pod, arena))
      .make();
}

}  // namespace stopgate::kubernetes
