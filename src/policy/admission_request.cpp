#include "policy/admission_request.h"

#include <algorithm>
#include <array>
#include <vector>

#include "policy/copy.h"

namespace stopgate::policy {

namespace {

using value::Value;

Value map_of(Arena& arena, std::vector<value::Member> members) {
  return value::Map::make(arena, members);
}

value::Member member(std::string_view key, const Value& value) {
  return {intern(key), value};
}

value::Member member(Arena& arena, std::string_view key, std::string_view text) {
  return {intern(key), Value::string(arena, text)};
}

// The map with a member set, places kept.
Value with_member(Arena& arena, const Value& map, std::string_view key, const Value& value) {
  std::vector<value::Member> members(map.members().begin(), map.members().end());
  std::vector<value::MemberPlace> places;
  for (std::size_t i = 0; i < members.size(); ++i) {
    const auto place = map.as_map().place(i);
    places.push_back({place.file, map.as_map().key_place(i).span, place.span});
  }
  const auto at = map.as_map().index_of(intern(key));
  if (at) {
    members[*at].value = value;
  } else {
    members.push_back({intern(key), value});
    places.emplace_back();
  }
  return value::Map::make(arena, members, places);
}

// Policies see objects after the API server has filled in what is not written. Of that, what they
// ask for most: the namespace, and one replica.
Value with_defaults(Arena& arena, const kubernetes::Object& object, std::string_view name_space,
                    bool is_namespaced) {
  auto root = object.root.value;
  const auto metadata = root.get("metadata");
  if (is_namespaced && metadata.is_map() && !metadata.has(intern("namespace")))
    root = with_member(arena, root, "metadata",
                       with_member(arena, metadata, "namespace", Value::string(arena, name_space)));
  constexpr std::array<std::string_view, 3> kOne = {"Deployment", "ReplicaSet", "StatefulSet"};
  const auto spec = root.get("spec");
  const bool has_one = object.group == "apps" && std::ranges::find(kOne, object.kind) != kOne.end();
  if (has_one && spec.is_map() && !spec.has(intern("replicas")))
    root =
        with_member(arena, root, "spec", with_member(arena, spec, "replicas", Value::integer(1)));
  return root;
}

Value namespace_of(const model::Model& model, const kubernetes::Render& render,
                   std::string_view name, Arena& arena) {
  const auto find = [&](const kubernetes::Render& in) -> const kubernetes::Object* {
    const auto found = in.named("Namespace", name);
    return found.empty() ? nullptr : &in.objects[found.front()];
  };
  const auto* object = find(render);
  for (const auto& other : model.renders)
    if (object == nullptr) object = find(other);
  if (object == nullptr)
    return Value::unknown(arena, {.reason = "the Namespace is not among the files",
                                  .subject = arena.copy("Namespace/" + std::string(name))});
  return copy_tree(arena, object->root.value);
}

Value labels_of_namespace(Arena& arena, const Value& name_space, std::string_view name) {
  const auto labels = name_space.get("metadata").get("labels");
  constexpr std::string_view kName = "kubernetes.io/metadata.name";
  if (labels.has(intern(kName))) return labels;
  std::vector<value::Member> members(labels.members().begin(), labels.members().end());
  members.push_back(member(arena, kName, name));
  return map_of(arena, std::move(members));
}

Value record_of(const AdmissionRequest& request, std::string_view kind, Arena& arena) {
  const auto unseen = Value::unknown(
      arena, {.reason = "only the API server knows who sends the request, and how", .subject = {}});
  const auto kinds =
      map_of(arena, {member(arena, "group", request.group),
                     member(arena, "version", request.version), member(arena, "kind", kind)});
  const auto resource = map_of(
      arena, {member(arena, "group", request.group), member(arena, "version", request.version),
              member(arena, "resource", request.resource)});
  return map_of(
      arena, {member("kind", kinds), member("resource", resource), member(arena, "subResource", ""),
              member("requestKind", kinds), member("requestResource", resource),
              member(arena, "requestSubResource", ""), member(arena, "name", request.name),
              member(arena, "namespace", request.name_space),
              member(arena, "operation", request.operation), member("userInfo", unseen),
              member("dryRun", unseen), member("options", unseen)});
}

}  // namespace

RequestValues make_request(const model::Model& model, const BaseObjects& base,
                           const ObjectPair& pair, const ResourceNames& names,
                           const ResourceMatch& constraints, Arena& arena) {
  RequestValues out;
  const auto& at = pair.is_there() ? pair.after : pair.before;
  const auto& object = at.object();
  const auto name = names.of(object.group, object.kind);
  auto& request = out.request;
  request.group = object.group;
  request.version = object.version;
  request.resource = arena.copy(name.plural);
  request.name = object.name;
  request.is_namespaced = name.is_namespaced;
  request.is_namespace = object.group.empty() && object.kind == "Namespace";
  if (name.is_namespaced) request.name_space = at.render->namespace_of(object);
  if (request.is_namespace) request.name_space = object.name;
  if (pair.is_there())
    out.object = with_defaults(arena, object, request.name_space, name.is_namespaced);
  // No place of the base may be taken for one of the files at hand.
  if (pair.was_there())
    out.old_object = copy_tree(
        arena, with_defaults(arena, pair.before.object(), request.name_space, name.is_namespaced));
  request.labels = out.object.get("metadata").get("labels");
  request.old_labels = out.old_object.get("metadata").get("labels");
  request.operation = !pair.is_there() ? "DELETE" : pair.was_there() ? "UPDATE" : "CREATE";
  if (!base.has_base() && !has_rule_for(constraints, request)) {
    request.operation = "UPDATE";
    request.old_labels = request.labels;
    out.old_object = Value::unknown(
        arena, {.reason = "there is no base to compare with", .subject = "oldObject"});
  }
  if (name.is_namespaced) {
    out.namespace_object = namespace_of(model, *at.render, request.name_space, arena);
    request.has_namespace_labels = !out.namespace_object.is_unknown();
    request.namespace_labels = labels_of_namespace(arena, out.namespace_object, request.name_space);
  }
  out.record = record_of(request, object.kind, arena);
  return out;
}

}  // namespace stopgate::policy
