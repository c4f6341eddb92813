#pragma once

// Finds pods by label selector without looking at each: ten thousand objects select one another.

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "kubernetes/selector.h"

namespace stopgate::kubernetes {

class PodIndex {
 public:
  // Ids are given in order, from 0.
  void add(std::string_view name_space, const Labels& labels);

  // Ids of the pods of a namespace that the selector may match, in order.
  [[nodiscard]] std::vector<std::size_t> find(const Selector& selector, std::string_view name_space) const;

  [[nodiscard]] const Labels& labels(std::size_t id) const { return labels_[id]; }

 private:
  using Ids = std::vector<std::uint32_t>;

  [[nodiscard]] const Ids& candidates(const Selector& selector, std::string_view name_space) const;

  std::vector<Labels> labels_;
  std::unordered_map<std::string, Ids> by_namespace_;
  // By hash of namespace, key and value: a collision costs a comparison, never a wrong answer.
  std::unordered_map<std::uint64_t, Ids> by_label_;
  std::unordered_set<Symbol> injected_;  // labels of which by_label_ does not know all pods
};

}  // namespace stopgate::kubernetes
