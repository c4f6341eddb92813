#include "kubernetes/relations.h"

#include <algorithm>

#include "base/text.h"
#include "kubernetes/relation_table.h"
#include "kubernetes/selector_relations.h"
#include "kubernetes/target_finder.h"

namespace stopgate::kubernetes {

namespace {

// What Flux, Argo CD and others put in before anything is applied: no name yet.
bool is_placeholder(std::string_view name) {
  return name.find("${") != std::string_view::npos || name.find("{{") != std::string_view::npos ||
         name.starts_with("$(") || name.starts_with("vault:");
}

bool contains(const std::vector<std::string>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

// A reference as it is written.
struct Reference {
  const RelationRow& row;
  std::size_t from = 0;
  value::Node at;
  value::Node name;
  Wanted wanted;
};

class Resolver {
 public:
  Resolver(Render& render, const World& world)
      : render_(render),
        table_(relation_table()),
        targets_(render, world),
        selectors_(render, world) {}

  void resolve() {
    for (std::size_t i = 0; i < render_.objects.size(); ++i) {
      const auto& object = render_.objects[i];
      const auto rows =
          table_.rows_of.find(GroupKind{std::string(object.group), std::string(object.kind)});
      if (rows != table_.rows_of.end())
        for (const auto row : rows->second) resolve_row(table_.rows[row], i, object.root, nullptr);
      for (const auto& pod : render_.pods_of(i)) resolve_pod(i, pod);
    }
  }

 private:
  void resolve_pod(std::size_t from, const Pod& pod) {
    for (const auto& row : table_.rows) {
      if (row.scope == Scope::Pod) resolve_row(row, from, pod.spec, &pod);
      if (row.scope != Scope::Container) continue;
      for (const auto& container : pod.containers) resolve_row(row, from, container.node, &pod);
    }
  }

  void resolve_row(const RelationRow& row, std::size_t from, const value::Node& root,
                   const Pod* pod) {
    row.at.visit(root, [&](const value::Node& at) {
      if (!row.selects.empty()) return selectors_.resolve(row, from, at);
      if (!row.except_when.empty() && row.except_when.first(at).value.bool_if().value_or(false))
        return;
      Reference reference{
          .row = row, .from = from, .at = at, .name = row.name.first(at), .wanted = {}};
      if (!read_target(reference)) return;
      if (row.is_within)
        add_within(reference, root, *pod);
      else
        add_references(reference);
    });
  }

  // False when the reference names nothing, or nothing that the row is about.
  bool read_target(Reference& reference) const {
    const auto& [row, from, at, name, ignored] = reference;
    auto& wanted = reference.wanted;
    wanted.name = name.value.string_if().value_or("");
    wanted.name_space = render_.namespace_of(render_.objects[from]);
    const auto slash = wanted.name.find('/');
    if (row.is_namespaced_name && slash != std::string_view::npos) {
      wanted.name_space = wanted.name.substr(0, slash);
      wanted.name.remove_prefix(slash + 1);
    }
    if (!row.name_space.empty())
      if (const auto written = row.name_space.first(at).value.string_if();
          written && !written->empty())
        wanted.name_space = *written;
    if (wanted.name.empty() || is_placeholder(wanted.name) || is_placeholder(wanted.name_space) ||
        contains(row.except, wanted.name))
      return false;
    wanted.group = row.to.group;
    wanted.kind = row.to.kind;
    return row.kind.empty() || read_kind(reference);
  }

  // The kind that the reference names itself.
  static bool read_kind(Reference& reference) {
    const auto& row = reference.row;
    const auto kind = row.kind.first(reference.at).value.string_if().value_or("");
    if (kind.empty()) return !row.to.kind.empty();
    if (!row.kinds.empty() && !contains(row.kinds, kind)) return false;
    reference.wanted.kind = kind;
    // Issuer and ClusterIssuer, Role and ClusterRole share a group; of other kinds only the name is
    // known.
    reference.wanted.is_any_group =
        row.to.kind.empty() || (row.kinds.empty() && kind != row.to.kind);
    return true;
  }

  Relation& add(const Reference& reference, source::Place place) {
    auto& relation = render_.relations.emplace_back();
    relation.id = reference.row.id;
    relation.from = reference.from;
    relation.field = reference.row.field;
    relation.place = place;
    relation.target_kind = reference.wanted.kind;
    relation.target_name = reference.wanted.name;
    relation.consequence = reference.row.wrong;
    relation.is_optional =
        !reference.row.optional.empty() &&
        reference.row.optional.first(reference.at).value.bool_if().value_or(false);
    return relation;
  }

  void add_within(const Reference& reference, const value::Node& container, const Pod& pod) {
    std::vector<std::string> names;
    const auto collect = [&](const std::vector<Path>& paths, const value::Node& root) {
      for (const auto& path : paths)
        std::ranges::move(collect_names(root, path), std::back_inserter(names));
    };
    const auto& row = reference.row;
    collect(row.within_container, container);
    collect(row.within_pod, pod.spec);
    collect(row.within_object, render_.objects[reference.from].root);
    auto& relation = add(reference, reference.name.place);
    if (contains(names, reference.wanted.name)) {
      relation.to = reference.from;
      return;
    }
    if (pod.is_partial) return;
    relation.is_closed = true;
    const std::vector<std::string_view> candidates(names.begin(), names.end());
    relation.near_miss = nearest_name(reference.wanted.name, candidates).value_or("");
  }

  // One relation for the target, or one for each of its keys that the reference names.
  void add_references(const Reference& reference) {
    const auto& found = targets_.find(reference.wanted);
    std::vector<value::Node> keys;
    if (found.to || found.provider)
      for (const auto& path : reference.row.keys)
        path.visit(reference.at, [&](const value::Node& key) { keys.push_back(key); });
    std::erase_if(keys, [](const value::Node& key) { return scalar_text(key.value).empty(); });
    if (keys.empty()) keys.emplace_back();
    for (const auto& key : keys) {
      auto& relation = add(reference, reference.name.place);
      relation.target_namespace = reference.wanted.name_space;
      relation.to = found.to;
      relation.provider = found.provider;
      relation.is_provided = found.is_provided;
      relation.is_closed = found.is_closed;
      relation.near_miss = found.near_miss;
      relation.target_key = scalar_text(key.value);
      if (relation.target_key.empty() || targets_.has_key(found, relation.target_key)) continue;
      relation.is_key_found = false;
      relation.place = key.place;
    }
  }

  Render& render_;
  const RelationTable& table_;
  TargetFinder targets_;
  SelectorResolver selectors_;
};

}  // namespace

void resolve_relations(Render& render, const World& world) {
  render.relations.clear();
  Resolver(render, world).resolve();
}

}  // namespace stopgate::kubernetes
