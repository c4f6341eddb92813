// Objects, workloads, pods, containers, relations and renders.

#include <algorithm>

#include "kubernetes/facts.h"
#include "policy/subjects.h"

namespace stopgate::policy {

namespace {

using kubernetes::Object;
using kubernetes::Render;
using value::Value;

// "Deployment", or "apps/Deployment".
bool matches_kind(const Match& match, const Object& object) {
  return match.kinds.empty() || matches_any(match.kinds, object.kind) ||
         matches_any(match.kinds, std::string(object.group) + "/" + std::string(object.kind));
}

std::string kind_key(const Object& object) {
  return std::string(object.group) + "/" + std::string(object.kind);
}

Description describe_object(const Object& object) {
  return {.subject = {.address = {},
                      .kind = std::string(object.kind),
                      .name_space = std::string(object.name_space),
                      .name = std::string(object.name)},
          .place = object.name_place,
          .path = {},
          .related = {}};
}

// Every subject is a render and an index into one of its lists, some with a second index.
struct Item {
  const Render* render;
  std::size_t index = 0;
  std::size_t inner = 0;
};

class RenderSubjects : public Subjects {
 public:
  explicit RenderSubjects(std::vector<Item> items) : items_(std::move(items)) {}
  std::size_t size() const override { return items_.size(); }
  std::string key(std::size_t i) const override { return kind_key(object(i)); }
  bool matches(const Match& match, std::size_t i) const override {
    return matches_kind(match, object(i));
  }
  Host host(std::size_t i) const override {
    return {.model = nullptr,
            .render = items_[i].render,
            .name_space = items_[i].render->namespace_of(object(i)),
            .stack = nullptr,
            .resource = 0};
  }
  Description describe(std::size_t i) const override { return describe_object(object(i)); }

 protected:
  [[nodiscard]] virtual const Object& object(std::size_t i) const = 0;
  [[nodiscard]] const Item& item(std::size_t i) const { return items_[i]; }

 private:
  std::vector<Item> items_;
};

class ObjectSubjects final : public RenderSubjects {
 public:
  using RenderSubjects::RenderSubjects;
  void bind(std::size_t i, Binder& binder) const override { binder.bind("object", object(i).root); }

 protected:
  const Object& object(std::size_t i) const override {
    return item(i).render->objects[item(i).index];
  }
};

// Workloads and pods see the same variables; a bare Pod is both.
class PodSubjects : public RenderSubjects {
 public:
  using RenderSubjects::RenderSubjects;
  void bind(std::size_t i, Binder& binder) const override {
    const auto& render = *item(i).render;
    binder.bind("object", object(i).root);
    binder.bind("workload", kubernetes::workload_facts(render, pod(i), binder.arena()),
                object(i).kind_place);
    binder.bind("pod", kubernetes::pod_facts(render, pod(i), binder.arena()), pod(i).spec.place);
  }

 protected:
  const Object& object(std::size_t i) const override {
    return item(i).render->objects[pod(i).object];
  }
  [[nodiscard]] const kubernetes::Pod& pod(std::size_t i) const {
    return item(i).render->pods[item(i).index];
  }
};

class ContainerSubjects final : public PodSubjects {
 public:
  using PodSubjects::PodSubjects;
  std::string key(std::size_t i) const override {
    return PodSubjects::key(i) + "|" + std::string(name_of(container(i).type));
  }
  bool matches(const Match& match, std::size_t i) const override {
    const auto type = name_of(container(i).type);
    const bool is_wanted = match.containers.empty() ? type == "main" || type == "sidecar"
                                                    : matches_any(match.containers, type);
    return is_wanted && PodSubjects::matches(match, i);
  }
  void bind(std::size_t i, Binder& binder) const override {
    PodSubjects::bind(i, binder);
    binder.bind("container", container(i).node);
    binder.bind("containerType", Value::string(name_of(container(i).type)),
                container(i).node.place);
    const auto security = kubernetes::container_security(pod(i), container(i), binder.arena());
    binder.bind("security", security, container(i).node.place);
  }
  Description describe(std::size_t i) const override {
    auto out = PodSubjects::describe(i);
    const auto name = value::step(container(i).node, intern("name"));
    out.place = name.place.is_known() ? name.place : container(i).node.place;
    return out;
  }

 private:
  [[nodiscard]] const kubernetes::Container& container(std::size_t i) const {
    return pod(i).containers[item(i).inner];
  }
};

class RelationSubjects final : public RenderSubjects {
 public:
  using RenderSubjects::RenderSubjects;
  std::string key(std::size_t i) const override {
    return RenderSubjects::key(i) + "|" + std::string(relation(i).id);
  }
  bool matches(const Match& match, std::size_t i) const override {
    return matches_any(match.relations, relation(i).id) && RenderSubjects::matches(match, i);
  }
  void bind(std::size_t i, Binder& binder) const override {
    const auto& r = relation(i);
    Facts facts(binder.arena());
    facts.add("id", r.id)
        .add("field", r.field)
        .add("kind", r.target_kind)
        .add("namespace", std::string_view(r.target_namespace));
    facts.add("name", std::string_view(r.target_name))
        .add("key", std::string_view(r.target_key))
        .add("nearMiss", std::string_view(r.near_miss));
    facts.add("found", Value::boolean(r.to.has_value()))
        .add("keyFound", Value::boolean(r.is_key_found));
    facts.add("missing", Value::boolean(r.is_missing()))
        .add("keyMissing", Value::boolean(r.is_key_missing()));
    facts.add("optional", Value::boolean(r.is_optional))
        .add("closed", Value::boolean(r.is_closed))
        .add("consequence", r.consequence);
    binder.bind("relation", facts.build(), r.place);
    binder.bind("object", object(i).root);
  }
  Description describe(std::size_t i) const override {
    auto out = RenderSubjects::describe(i);
    out.place = relation(i).place;
    return out;
  }

 protected:
  const Object& object(std::size_t i) const override {
    return item(i).render->objects[relation(i).from];
  }

 private:
  [[nodiscard]] const kubernetes::Relation& relation(std::size_t i) const {
    return item(i).render->relations[item(i).index];
  }
};

class WholeRenderSubjects final : public Subjects {
 public:
  explicit WholeRenderSubjects(const model::Model& model) : model_(model) {}
  std::size_t size() const override { return model_.renders.size(); }
  std::string key(std::size_t) const override { return {}; }
  bool matches(const Match&, std::size_t) const override { return true; }
  void bind(std::size_t i, Binder& binder) const override {
    const auto& render = model_.renders[i];
    std::vector<Value> objects;
    std::vector<source::Place> places;
    for (const auto& object : render.objects) {
      objects.push_back(object.root.value);
      places.push_back(object.name_place);
    }
    Facts facts(binder.arena());
    facts.add("name", std::string_view(render.name))
        .add("objects", value::List::make(binder.arena(), objects, places));
    binder.bind("render", facts.build());
  }
  Host host(std::size_t i) const override {
    return {.model = nullptr,
            .render = &model_.renders[i],
            .name_space = {},
            .stack = nullptr,
            .resource = 0};
  }
  Description describe(std::size_t i) const override {
    const auto& render = model_.renders[i];
    Description out;
    out.subject = {.address = {}, .kind = "render", .name_space = {}, .name = render.name};
    if (!render.objects.empty()) out.place = render.objects.front().kind_place;
    return out;
  }

 private:
  const model::Model& model_;
};

}  // namespace

std::unique_ptr<Subjects> make_kubernetes_subjects(Target target, const model::Model& model) {
  std::vector<Item> items;
  for (const auto& render : model.renders) {
    switch (target) {
      case Target::Object:
        for (std::size_t i = 0; i < render.objects.size(); ++i) items.push_back({&render, i});
        break;
      case Target::Relation:
        for (std::size_t i = 0; i < render.relations.size(); ++i) items.push_back({&render, i});
        break;
      case Target::Container:
        for (std::size_t i = 0; i < render.pods.size(); ++i)
          for (std::size_t j = 0; j < render.pods[i].containers.size(); ++j)
            items.push_back({&render, i, j});
        break;
      default:
        for (std::size_t i = 0; i < render.pods.size(); ++i) items.push_back({&render, i});
    }
  }
  switch (target) {
    case Target::Object:
      return std::make_unique<ObjectSubjects>(std::move(items));
    case Target::Relation:
      return std::make_unique<RelationSubjects>(std::move(items));
    case Target::Container:
      return std::make_unique<ContainerSubjects>(std::move(items));
    case Target::Render:
      return std::make_unique<WholeRenderSubjects>(model);
    default:
      return std::make_unique<PodSubjects>(std::move(items));
  }
}

}  // namespace stopgate::policy
