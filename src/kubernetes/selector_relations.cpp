#include "kubernetes/selector_relations.h"

#include <algorithm>

#include "base/text.h"
#include "kubernetes/names.h"
#include "kubernetes/near_miss.h"
#include "kubernetes/selector.h"

namespace stopgate::kubernetes {

namespace {

// What the selector is tried on: labels and the object that has them.
struct Labelled {
  Labels labels;
  std::size_t object = 0;
};

// The namespaces that a monitor looks into.
class Namespaces {
 public:
  Namespaces(const Render& render, const RelationRow& row, std::size_t from) : render_(render) {
    const auto& referrer = render.objects[from];
    const auto selector = row.namespaces.empty() ? value::Value() : row.namespaces.first(referrer.root).value;
    is_any_ = selector.get("any").bool_if().value_or(false);
    for (const auto& name : selector.get("matchNames").items()) names_.emplace_back(name.string_if().value_or(""));
    if (names_.empty()) names_.emplace_back(render.namespace_of(referrer));
  }

  [[nodiscard]] bool hold(std::size_t object) const {
    return is_any_ || std::ranges::find(names_, render_.namespace_of(render_.objects[object])) != names_.end();
  }
  // The only one; empty when there are several.
  [[nodiscard]] std::string_view only() const { return is_any_ || names_.size() != 1 ? std::string_view{} : std::string_view(names_.front()); }

 private:
  const Render& render_;
  bool is_any_ = false;
  std::vector<std::string> names_;
};

std::vector<Labelled> find_labelled(const Render& render, const RelationRow& row, const Namespaces& namespaces) {
  std::vector<Labelled> found;
  if (row.selects == "pods") {
    for (std::size_t i = 0; i < render.pods.size(); ++i)
      if (namespaces.hold(render.pods[i].object)) found.push_back({render.pod_index.labels(i), render.pods[i].object});
  } else {
    for (const auto object : render.of_kind(row.selects))
      if (namespaces.hold(object)) found.push_back({{.written = render.objects[object].labels()}, object});
  }
  return found;
}

// A label that something here has, where the selector asks for one slip of the pen beside it and is
// content with all its other labels.
std::string find_near_label(const Selector& selector, const std::vector<Labelled>& labelled) {
  for (const auto& [labels, object] : labelled) {
    std::string near;
    std::size_t misses = 0;
    for (const auto& requirement : selector.requirements()) {
      if (matches(requirement, labels) != Match::No) continue;
      ++misses;
      const auto label = labels.written.get(requirement.key).string_if();
      if (requirement.is == Operator::In && requirement.values.size() == 1 && label && is_slip(requirement.values.front(), *label))
        near = std::string(requirement.key.text()) + "=" + std::string(*label);
    }
    if (misses == 1 && !near.empty()) return near;
  }
  return {};
}

}  // namespace

void resolve_selector(Render& render, const World& world, const RelationRow& row, std::size_t from, const value::Node& selector) {
  const auto wanted = Selector::read(selector.value);
  if (wanted.selects_nothing() || wanted.selects_everything()) return;
  auto& relation = render.relations.emplace_back();
  relation.id = row.id;
  relation.from = from;
  relation.field = row.field;
  relation.place = selector.place;
  relation.target_kind = row.selects == "pods" ? std::string_view("Pod") : std::string_view(row.selects);
  relation.target_name = to_string(wanted);
  relation.consequence = row.wrong;
  const Namespaces namespaces(render, row, from);
  relation.target_namespace = namespaces.only();
  if (row.selects == "pods" && !namespaces.only().empty()) {
    if (const auto pods = render.pod_index.find(wanted, namespaces.only()); !pods.empty()) relation.to = render.pods[pods.front()].object;
  }
  if (relation.to) return;
  const auto labelled = find_labelled(render, row, namespaces);
  const auto found = std::ranges::find_if(labelled, [&](const auto& one) { return wanted.may_match(one.labels); });
  if (found != labelled.end()) {
    relation.to = found->object;
    return;
  }
  const auto& closed = world.closed_kinds;
  relation.is_closed = std::ranges::find(closed, relation.target_kind) != closed.end();
  relation.near_miss = find_near_label(wanted, labelled);
}

}  // namespace stopgate::kubernetes
