#include "policy/render_cache.h"

namespace stopgate::policy {

using value::Value;

namespace {

// Objects stand at their names.
class ObjectList {
 public:
  void add(const kubernetes::Object& object) {
    items_.push_back(object.root.value);
    places_.push_back(object.name_place);
  }
  [[nodiscard]] Value make(Arena& arena) const { return value::List::make(arena, items_, places_); }

 private:
  std::vector<Value> items_;
  std::vector<source::Place> places_;
};

}  // namespace

Value RenderCache::list(const kubernetes::Render& render, std::span<const std::size_t> pods,
                        Arena& arena) {
  auto& facts = facts_[&render];
  if (facts.empty()) facts.resize(render.pods.size());
  std::vector<Value> items;
  std::vector<source::Place> places;
  for (const auto i : pods) {
    if (facts[i].is_null()) facts[i] = kubernetes::pod_facts(render, render.pods[i], arena_);
    items.push_back(facts[i]);
    places.push_back(render.pods[i].spec.place);
  }
  return value::List::make(arena, items, places);
}

Value RenderCache::pods(const kubernetes::Render& render, std::span<const std::size_t> pods,
                        Arena& arena) {
  const std::lock_guard lock(mutex_);
  return list(render, pods, arena);
}

Value RenderCache::pods_of(const kubernetes::Render& render, std::string_view name_space) {
  const std::lock_guard lock(mutex_);
  const auto [found, is_new] = pods_.try_emplace({&render, std::string(name_space)});
  if (is_new)
    found->second =
        list(render, render.pods_matching(value::Map::make(arena_, {}), name_space), arena_);
  return found->second;
}

Value RenderCache::objects(const kubernetes::Render& render, std::string_view kind) {
  const std::lock_guard lock(mutex_);
  const auto [found, is_new] = kinds_.try_emplace({&render, std::string(kind)});
  if (is_new) {
    ObjectList objects;
    for (const auto i : render.of_kind(kind)) objects.add(render.objects[i]);
    found->second = objects.make(arena_);
  }
  return found->second;
}

Value RenderCache::objects(const kubernetes::Render& render, std::string_view kind,
                           std::string_view name_space) {
  const std::lock_guard lock(mutex_);
  const auto [found, is_new] = namespaces_.try_emplace({&render, std::string(kind)});
  if (is_new) {
    std::map<std::string, ObjectList> objects;
    for (const auto i : render.of_kind(kind))
      objects[std::string(render.namespace_of(render.objects[i]))].add(render.objects[i]);
    for (const auto& [name, list] : objects) found->second.emplace(name, list.make(arena_));
  }
  const auto wanted = name_space.empty() ? std::string_view(render.default_namespace) : name_space;
  const auto list = found->second.find(std::string(wanted));
  return list == found->second.end() ? value::List::make(arena_, {}) : list->second;
}

}  // namespace stopgate::policy
