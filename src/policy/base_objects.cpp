#include "policy/base_objects.h"

namespace stopgate::policy {

namespace {

std::string key_of(const kubernetes::Render& render, const kubernetes::Object& object,
                   bool with_render) {
  std::string key = with_render ? render.name : std::string();
  for (const auto part : {object.group, object.kind, render.namespace_of(object), object.name}) {
    key += '\n';
    key += part;
  }
  return key;
}

// The base's objects by key; a key that several share names none of them.
class Index {
 public:
  explicit Index(const model::Model& base) {
    for (const auto& render : base.renders) {
      for (std::size_t i = 0; i < render.objects.size(); ++i) {
        for (const bool with_render : {true, false}) {
          const auto [at, is_new] = by_key_.try_emplace(
              key_of(render, render.objects[i], with_render), ObjectRef{&render, i});
          if (!is_new) at->second = {};
        }
      }
    }
  }

  [[nodiscard]] ObjectRef find(const kubernetes::Render& render,
                               const kubernetes::Object& object) const {
    for (const bool with_render : {true, false}) {
      const auto found = by_key_.find(key_of(render, object, with_render));
      if (found != by_key_.end() && found->second.render != nullptr) return found->second;
    }
    return {};
  }

 private:
  std::unordered_map<std::string, ObjectRef> by_key_;
};

}  // namespace

BaseObjects::BaseObjects(const model::Model& model) : has_base_(model.base != nullptr) {
  std::unordered_map<const kubernetes::Object*, bool> is_kept;
  const auto base = has_base_ ? std::optional<Index>(*model.base) : std::nullopt;
  for (const auto& render : model.renders) {
    for (std::size_t i = 0; i < render.objects.size(); ++i) {
      const auto before = base ? base->find(render, render.objects[i]) : ObjectRef{};
      if (before.render != nullptr) is_kept[&before.object()] = true;
      pairs_.push_back({before, {&render, i}});
    }
  }
  if (!has_base_) return;
  for (const auto& render : model.base->renders)
    for (std::size_t i = 0; i < render.objects.size(); ++i)
      if (!is_kept.contains(&render.objects[i])) pairs_.push_back({{&render, i}, {}});
}

}  // namespace stopgate::policy
