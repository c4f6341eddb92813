#pragma once

// A Render: one set of manifests that would be applied together, with its indexes.

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "kubernetes/object.h"
#include "kubernetes/workload.h"

namespace stopgate::kubernetes {

// One reference from a field of an object to another object, or to a key, port or name in it.
// Which fields refer to what is a data table (policies/kubernetes/relations.yaml).
struct Relation {
  std::string_view id;             // of the row: "pod.env.secret-key"
  std::size_t from = 0;            // Render::objects
  std::string_view field;          // "envFrom[].secretRef.name", as messages say it
  source::Place place;             // of the reference
  std::string_view target_kind;    // "Secret"
  std::string target_namespace;
  std::string target_name;
  std::string target_key;          // empty where the whole object is meant
  std::optional<std::size_t> to;   // the target, when the render has it
  bool is_key_found = true;        // meaningful when `to` is set and target_key is not empty
  bool is_optional = false;
  bool is_closed = false;          // the render is closed for that kind: what is not here does not exist
  std::string near_miss;           // the nearest existing name, when one is near
  std::string_view consequence;    // "pods stay in CreateContainerConfigError"
};

struct Render {
  std::string name;                 // the chart's name, or the folder
  std::vector<Object> objects;      // sorted by file, then by place
  std::vector<Pod> pods;            // in the order of their objects
  std::vector<Relation> relations;

  [[nodiscard]] std::span<const std::size_t> of_kind(std::string_view kind) const;
  // By kind, namespace ("" stands for none and for "default") and name.
  [[nodiscard]] std::optional<std::size_t> find(std::string_view kind, std::string_view name_space, std::string_view name) const;
  // Pods of a namespace that a label selector (matchLabels and matchExpressions, or a plain map) matches.
  [[nodiscard]] std::vector<std::size_t> pods_matching(const value::Value& selector, std::string_view name_space) const;

  std::unordered_map<std::string_view, std::vector<std::size_t>> by_kind;
};

}  // namespace stopgate::kubernetes
