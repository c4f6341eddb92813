#include "kubernetes/render.h"

#include <algorithm>
#include <tuple>

#include "kubernetes/pods.h"
#include "kubernetes/scaling.h"

namespace stopgate::kubernetes {

std::span<const std::size_t> Render::of_kind(std::string_view kind) const {
  const auto found = by_kind.find(kind);
  return found == by_kind.end() ? std::span<const std::size_t>{} : found->second;
}

std::span<const std::size_t> Render::named(std::string_view kind, std::string_view wanted) const {
  const auto key = [&](std::size_t i) { return std::tuple(objects[i].kind, objects[i].name); };
  const auto range = std::ranges::equal_range(by_name, std::tuple(kind, wanted), {}, key);
  return {range.begin(), range.end()};
}

std::optional<std::size_t> Render::find(std::string_view kind, std::string_view name_space,
                                        std::string_view wanted) const {
  const auto where = name_space.empty() ? std::string_view(default_namespace) : name_space;
  for (const auto candidate : named(kind, wanted))
    if (namespace_of(objects[candidate]) == where) return candidate;
  return std::nullopt;
}

std::vector<std::size_t> Render::pods_matching(const value::Value& selector,
                                               std::string_view name_space) const {
  const auto wanted = Selector::read(selector);
  if (name_space != "*")
    return pod_index.find(wanted,
                          name_space.empty() ? std::string_view(default_namespace) : name_space);
  std::vector<std::size_t> found;
  for (const auto candidate : pod_index.namespaces()) {
    const auto here = pod_index.find(wanted, candidate);
    found.insert(found.end(), here.begin(), here.end());
  }
  std::ranges::sort(found);
  return found;
}

std::string_view Render::namespace_of(const Object& object) const {
  return object.name_space.empty() ? std::string_view(default_namespace) : object.name_space;
}

std::span<const Pod> Render::pods_of(std::size_t object) const {
  const auto range = std::ranges::equal_range(pods, object, {}, &Pod::object);
  return {range.begin(), range.end()};
}

void index(Render& render) {
  render.by_name.resize(render.objects.size());
  for (std::size_t i = 0; i < render.objects.size(); ++i) {
    const auto& object = render.objects[i];
    render.by_name[i] = i;
    render.by_kind[object.kind].push_back(i);
    for (auto& pod : find_pods(object, i)) {
      render.pod_index.add(render.namespace_of(object), labels_of(object, pod));
      render.pods.push_back(std::move(pod));
    }
  }
  std::ranges::sort(render.by_name, {}, [&](std::size_t i) {
    const auto& object = render.objects[i];
    return std::tuple(object.kind, object.name, render.namespace_of(object), i);
  });
  attach_selectors(render);
  attach_autoscalers(render);
}

}  // namespace stopgate::kubernetes
