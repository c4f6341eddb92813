#pragma once

// The rows of policies/kubernetes/data/relations.yaml; its head says what each column means.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "kubernetes/path.h"

namespace stopgate::kubernetes {

// A kind with its group; the core group is empty.
struct GroupKind {
  std::string group, kind;
  [[nodiscard]] static GroupKind parse(std::string_view text);  // "group/Kind" or "Kind"
  auto operator<=>(const GroupKind&) const = default;
};

struct TargetRow {
  GroupKind kind;
  bool is_cluster_scoped = false;
  std::vector<Path> keys;
  std::vector<std::string> known;
};

struct ProviderRow {
  GroupKind makes, kind;
  std::vector<Path> names;  // the first that leads to one
  std::vector<Path> keys;
  std::vector<Path> open;
};

enum class Scope : std::uint8_t { Object, Pod, Container };  // where the paths of a row start

struct RelationRow {
  std::string id;
  Scope scope = Scope::Object;
  std::vector<GroupKind> from;  // of Scope::Object
  Path at, name, name_space, kind, optional, except_when;
  std::vector<Path> keys;
  std::vector<std::string> kinds, except;
  GroupKind to;
  bool is_namespaced_name = false;
  bool is_names_only = false;
  bool is_within = false;
  std::vector<Path> within_container, within_pod, within_object;
  std::string selects;  // "pods" or a kind; empty for references by name
  Path namespaces;
  std::string field;  // `at` and `name`, as messages say it
  std::string wrong;
};

struct RelationTable {
  std::vector<TargetRow> targets;
  std::vector<ProviderRow> providers;
  std::vector<RelationRow> rows;
  std::map<GroupKind, std::vector<std::size_t>> rows_of;  // indexes of rows of Scope::Object

  // Nothing for kinds about which there is nothing to say. A group that is not known may be empty
  // only when `kind` decides alone.
  [[nodiscard]] const TargetRow* find_target(const GroupKind& kind) const;
};

// Read once, when first asked for.
[[nodiscard]] const RelationTable& relation_table();

}  // namespace stopgate::kubernetes
