#pragma once

// A Render: one set of manifests that would be applied together, with its indexes.

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "kubernetes/label_index.h"
#include "kubernetes/object.h"
#include "kubernetes/workload.h"

namespace stopgate::kubernetes {

// One reference from a field of an object to another object, or to a key, port or name in it.
// Which fields refer to what is a data table (policies/kubernetes/data/relations.yaml).
struct Relation {
  std::string_view id;           // of the row: "pod.env.secret-key"
  std::size_t from = 0;          // Render::objects
  std::string_view field;        // "envFrom[].secretRef.name", as messages say it
  source::Place place;           // of the reference
  std::string_view target_kind;  // "Secret"
  std::string target_namespace;
  std::string target_name;
  std::string target_key;         // empty where the whole object is meant
  std::optional<std::size_t> to;  // the target, when the render has it
  bool is_key_found = true;       // meaningful when `to` is set and target_key is not empty
  bool is_optional = false;
  bool is_provided =
      false;  // there without an object of that kind: every cluster has it, or `provider` makes it
  std::optional<std::size_t> provider;  // Render::objects: an ExternalSecret, a Certificate, …
  bool is_closed = false;  // the render is closed for that kind: what is not here does not exist
  std::string near_miss;   // the nearest existing name, when one is near
  std::string_view consequence;  // "pods stay in CreateContainerConfigError"

  // The target does not exist, as far as anybody can know: the render is closed for its kind, or
  // its name is nearly that of one which exists.
  [[nodiscard]] bool is_missing() const {
    return !to && !is_provided && !is_optional && (is_closed || !near_miss.empty());
  }
  // The target exists, or will, and lacks the key or port.
  [[nodiscard]] bool is_key_missing() const {
    return (to || provider) && !is_key_found && !is_optional;
  }
};

struct Render {
  std::string name;                           // the chart's name, or the folder
  std::string default_namespace = "default";  // of objects that name none
  std::vector<Object> objects;                // sorted by file, then by place
  std::vector<Pod> pods;                      // in the order of their objects
  std::vector<Relation> relations;

  [[nodiscard]] std::span<const std::size_t> of_kind(std::string_view kind) const;
  // By kind, namespace ("" stands for the default namespace) and name. The first of several.
  [[nodiscard]] std::optional<std::size_t> find(std::string_view kind, std::string_view name_space,
                                                std::string_view name) const;
  // Pods of a namespace ("*": of all) that a label selector (matchLabels and matchExpressions, or a plain map)
  // matches.
  [[nodiscard]] std::vector<std::size_t> pods_matching(const value::Value& selector,
                                                       std::string_view name_space) const;

  // Of a kind and name in any namespace: for kinds that have none.
  [[nodiscard]] std::span<const std::size_t> named(std::string_view kind,
                                                   std::string_view name) const;
  // The namespace an object goes to.
  [[nodiscard]] std::string_view namespace_of(const Object& object) const;
  // The pods that an object makes.
  [[nodiscard]] std::span<const Pod> pods_of(std::size_t object) const;

  std::unordered_map<std::string_view, std::vector<std::size_t>> by_kind;
  std::vector<std::size_t> by_name;  // sorted by kind, name, namespace, index
  LabelIndex pod_index;
  std::vector<std::unique_ptr<Arena>> arenas;  // keep the trees
};

// Fills the indexes and pods of a render whose objects are there, and everything that follows from
// selectors: services, budgets, autoscalers, replicas. Relations are resolve_relations()' work.
void index(Render& render);

}  // namespace stopgate::kubernetes
