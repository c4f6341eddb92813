#include "kubernetes/label_index.h"

#include <algorithm>

#include "base/hash.h"
#include "kubernetes/near_miss.h"

namespace stopgate::kubernetes {

namespace {

std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
  return a ^ (b + 0x9e37'79b9'7f4a'7c15 + (a << 6) + (a >> 2));
}

std::uint64_t hash_key(std::string_view name_space, Symbol key) {
  return mix(hash64(name_space), key.hash());
}

std::uint64_t hash_label(std::string_view name_space, Symbol key, std::string_view value) {
  return mix(hash_key(name_space, key), hash64(value));
}

}  // namespace

void LabelIndex::add(std::string_view name_space, const Labels& labels) {
  const auto id = static_cast<std::uint32_t>(labels_.size());
  labels_.push_back(labels);
  by_namespace_[std::string(name_space)].push_back(id);
  injected_.insert(labels.injected.begin(), labels.injected.end());
  for (const auto& [key, value] : labels.written.members()) {
    if (!value.is_string()) {
      injected_.insert(key);
      continue;
    }
    auto& ids = by_label_[hash_label(name_space, key, value.as_string())];
    if (ids.empty()) values_[hash_key(name_space, key)].push_back(value.as_string());
    ids.push_back(id);
  }
}

const LabelIndex::Ids& LabelIndex::candidates(const Selector& selector,
                                              std::string_view name_space) const {
  static const Ids none;
  const auto all = by_namespace_.find(std::string(name_space));
  if (all == by_namespace_.end()) return none;
  const auto* best = &all->second;
  for (const auto& requirement : selector.requirements()) {
    if (requirement.is != Operator::In || requirement.values.size() != 1 ||
        injected_.contains(requirement.key))
      continue;
    const auto found =
        by_label_.find(hash_label(name_space, requirement.key, requirement.values.front()));
    if (found == by_label_.end()) return none;
    if (found->second.size() < best->size()) best = &found->second;
  }
  return *best;
}

std::vector<std::size_t> LabelIndex::find(const Selector& selector,
                                          std::string_view name_space) const {
  std::vector<std::size_t> found;
  if (selector.selects_nothing()) return found;
  for (const auto id : candidates(selector, name_space))
    if (selector.may_match(labels_[id])) found.push_back(id);
  return found;
}

std::string LabelIndex::find_near_miss(const Selector& selector,
                                       std::string_view name_space) const {
  for (std::size_t i = 0; i < selector.requirements().size(); ++i) {
    const auto& requirement = selector.requirements()[i];
    const auto values = values_.find(hash_key(name_space, requirement.key));
    if (requirement.is != Operator::In || requirement.values.size() != 1 || values == values_.end())
      continue;
    const auto near = find_slip(requirement.values.front(), values->second);
    if (near && !find(selector.with_value(i, *near), name_space).empty())
      return std::string(requirement.key.text()) + "=" + std::string(*near);
  }
  return {};
}

std::vector<std::string_view> LabelIndex::namespaces() const {
  std::vector<std::string_view> names;
  for (const auto& [name, ids] : by_namespace_) names.push_back(name);
  std::ranges::sort(names);
  return names;
}

}  // namespace stopgate::kubernetes
