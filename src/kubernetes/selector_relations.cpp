#include "kubernetes/selector_relations.h"

#include <algorithm>

#include "kubernetes/pods.h"
#include "kubernetes/selector.h"

namespace stopgate::kubernetes {

namespace {

constexpr std::string_view kPods = "pods";

}  // namespace

const SelectorResolver::Selectable& SelectorResolver::selectable(const std::string& kind) {
  const auto [found, is_new] = selectables_.try_emplace(kind);
  auto& [index, objects] = found->second;
  if (!is_new) return found->second;
  if (kind == kPods) {
    for (const auto& pod : render_.pods) {
      const auto& object = render_.objects[pod.object];
      index.add(render_.namespace_of(object), labels_of(object, pod));
      objects.push_back(pod.object);
    }
  } else {
    for (const auto object : render_.of_kind(kind)) {
      index.add(render_.namespace_of(render_.objects[object]),
                {.written = render_.objects[object].labels()});
      objects.push_back(object);
    }
  }
  return found->second;
}

// Where a monitor looks: its namespaceSelector, else its own namespace.
std::vector<std::string_view> SelectorResolver::namespaces_of(const RelationRow& row,
                                                              std::size_t from,
                                                              const LabelIndex& index) const {
  const auto& referrer = render_.objects[from];
  const auto selector =
      row.namespaces.empty() ? value::Value() : row.namespaces.first(referrer.root).value;
  if (selector.get("any").bool_if().value_or(false)) return index.namespaces();
  std::vector<std::string_view> names;
  for (const auto& name : selector.get("matchNames").items())
    names.push_back(name.string_if().value_or(""));
  if (names.empty()) names.push_back(render_.namespace_of(referrer));
  return names;
}

void SelectorResolver::resolve(const RelationRow& row, std::size_t from,
                               const value::Node& selector) {
  const auto wanted = Selector::read(selector.value);
  if (wanted.selects_nothing() || wanted.selects_everything()) return;
  const auto& [index, objects] = selectable(row.selects);
  const auto namespaces = namespaces_of(row, from, index);
  auto& relation = render_.relations.emplace_back();
  relation.id = row.id;
  relation.from = from;
  relation.field = row.field;
  relation.place = selector.place;
  relation.target_kind =
      row.selects == kPods ? std::string_view("Pod") : std::string_view(row.selects);
  if (namespaces.size() == 1) relation.target_namespace = namespaces.front();
  relation.target_name = to_string(wanted);
  relation.consequence = row.wrong;
  for (const auto name_space : namespaces) {
    const auto found = index.find(wanted, name_space);
    if (found.empty()) continue;
    relation.to = objects[found.front()];
    return;
  }
  relation.is_closed =
      std::ranges::find(world_.closed_kinds, relation.target_kind) != world_.closed_kinds.end();
  for (const auto name_space : namespaces)
    if (relation.near_miss.empty()) relation.near_miss = index.find_near_miss(wanted, name_space);
}

}  // namespace stopgate::kubernetes
