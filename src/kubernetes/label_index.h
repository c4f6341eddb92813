#pragma once

// Finds what a label selector matches without looking at everything: ten thousand objects select
// one another.

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "kubernetes/selector.h"

namespace stopgate::kubernetes {

class LabelIndex {
 public:
  // Ids are given in order, from 0.
  void add(std::string_view name_space, const Labels& labels);

  // Ids of those in a namespace that the selector may match, in order.
  [[nodiscard]] std::vector<std::size_t> find(const Selector& selector,
                                              std::string_view name_space) const;

  // A label that is there, where the selector asks for one slip of the pen beside it and is content
  // with all other labels: "app=web". Empty when there is none.
  [[nodiscard]] std::string find_near_miss(const Selector& selector,
                                           std::string_view name_space) const;

  [[nodiscard]] std::vector<std::string_view> namespaces() const;  // sorted

 private:
  using Ids = std::vector<std::uint32_t>;

  [[nodiscard]] const Ids& candidates(const Selector& selector, std::string_view name_space) const;

  std::vector<Labels> labels_;
  std::unordered_map<std::string, Ids> by_namespace_;
  // By hash of namespace, key and value: a collision costs a comparison, never a wrong answer.
  std::unordered_map<std::uint64_t, Ids> by_label_;
  // By hash of namespace and key: the values there are. A collision may cost a near miss, no more:
  // what is found is looked up before it is told.
  std::unordered_map<std::uint64_t, std::vector<std::string_view>> values_;
  std::unordered_set<Symbol> injected_;  // labels of which by_label_ does not know everything
};

}  // namespace stopgate::kubernetes
