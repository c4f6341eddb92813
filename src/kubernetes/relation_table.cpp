#include "kubernetes/relation_table.h"

#include <algorithm>

#include "kubernetes/data.h"

namespace stopgate::kubernetes {

namespace {

std::string read_text(const value::Value& value) {
  return std::string(value.string_if().value_or(""));
}

Path read_path(const value::Value& value) {
  return Path::parse(value.string_if().value_or(""));
}

// A column holds one text or a list of them.
std::vector<std::string> read_texts(const value::Value& value) {
  if (value.is_string()) return {read_text(value)};
  std::vector<std::string> texts;
  for (const auto& item : value.items()) texts.push_back(read_text(item));
  return texts;
}

std::vector<Path> read_paths(const value::Value& value) {
  std::vector<Path> paths;
  for (const auto& text : read_texts(value)) paths.push_back(Path::parse(text));
  return paths;
}

TargetRow read_target(const value::Value& row) {
  return {.kind = GroupKind::parse(read_text(row.get("kind"))),
          .is_cluster_scoped = row.get("scope").string_if() == "cluster",
          .keys = read_paths(row.get("keys")),
          .known = read_texts(row.get("known"))};
}

ProviderRow read_provider(const value::Value& row) {
  return {.makes = GroupKind::parse(read_text(row.get("makes"))),
          .kind = GroupKind::parse(read_text(row.get("kind"))),
          .names = read_paths(row.get("name")),
          .keys = read_paths(row.get("keys")),
          .open = read_paths(row.get("open"))};
}

RelationRow read_relation(const value::Value& row) {
  RelationRow relation{.id = read_text(row.get("id")),
                       .at = read_path(row.get("at")),
                       .name = read_path(row.get("name")),
                       .name_space = read_path(row.get("namespace")),
                       .kind = read_path(row.get("kind")),
                       .optional = read_path(row.get("optional")),
                       .except_when = read_path(row.get("except-when")),
                       .keys = read_paths(row.get("key")),
                       .kinds = read_texts(row.get("kinds")),
                       .except = read_texts(row.get("except")),
                       .to = GroupKind::parse(read_text(row.get("to"))),
                       .is_namespaced_name = row.get("form").string_if() == "namespace/name",
                       .is_names_only = row.get("names-only").bool_if().value_or(false),
                       .is_within = row.get("within").is_map(),
                       .within_container = read_paths(row.get("within").get("container")),
                       .within_pod = read_paths(row.get("within").get("pod")),
                       .within_object = read_paths(row.get("within").get("object")),
                       .selects = read_text(row.get("selects")),
                       .namespaces = read_path(row.get("namespaces")),
                       .wrong = read_text(row.get("wrong"))};
  relation.field =
      relation.name.empty() ? relation.at.text() : relation.at.text() + "." + relation.name.text();
  const auto from = read_texts(row.get("from"));
  if (from == std::vector<std::string>{"pod"})
    relation.scope = Scope::Pod;
  else if (from == std::vector<std::string>{"container"})
    relation.scope = Scope::Container;
  else
    for (const auto& kind : from) relation.from.push_back(GroupKind::parse(kind));
  return relation;
}

RelationTable read_table() {
  const data::Table data("relations.yaml", data::kRelations);
  RelationTable table;
  for (const auto& row : data.root().get("targets").items())
    table.targets.push_back(read_target(row));
  for (const auto& row : data.root().get("providers").items())
    table.providers.push_back(read_provider(row));
  for (const auto& row : data.root().get("relations").items()) {
    for (const auto& kind : table.rows.emplace_back(read_relation(row)).from)
      table.rows_of[kind].push_back(table.rows.size() - 1);
  }
  return table;
}

}  // namespace

GroupKind GroupKind::parse(std::string_view text) {
  const auto slash = text.rfind('/');
  if (slash == std::string_view::npos) return {.group = {}, .kind = std::string(text)};
  return {.group = std::string(text.substr(0, slash)), .kind = std::string(text.substr(slash + 1))};
}

const TargetRow* RelationTable::find_target(const GroupKind& kind) const {
  const auto found = std::ranges::find(targets, kind, &TargetRow::kind);
  return found == targets.end() ? nullptr : &*found;
}

const RelationTable& relation_table() {
  static const RelationTable table = read_table();
  return table;
}

}  // namespace stopgate::kubernetes
