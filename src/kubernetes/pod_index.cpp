#include "kubernetes/pod_index.h"

#include "base/hash.h"

namespace stopgate::kubernetes {

namespace {

std::uint64_t hash_label(std::string_view name_space, Symbol key, std::string_view value) {
  const auto mix = [](std::uint64_t a, std::uint64_t b) { return (a ^ (b + 0x9e37'79b9'7f4a'7c15 + (a << 6) + (a >> 2))); };
  return mix(mix(hash64(name_space), key.hash()), hash64(value));
}

}  // namespace

void PodIndex::add(std::string_view name_space, const Labels& labels) {
  const auto id = static_cast<std::uint32_t>(labels_.size());
  labels_.push_back(labels);
  by_namespace_[std::string(name_space)].push_back(id);
  injected_.insert(labels.injected.begin(), labels.injected.end());
  for (const auto& [key, value] : labels.written.members()) {
    if (value.is_string())
      by_label_[hash_label(name_space, key, value.as_string())].push_back(id);
    else
      injected_.insert(key);
  }
}

const PodIndex::Ids& PodIndex::candidates(const Selector& selector, std::string_view name_space) const {
  static const Ids none;
  const auto all = by_namespace_.find(std::string(name_space));
  if (all == by_namespace_.end()) return none;
  const auto* best = &all->second;
  for (const auto& requirement : selector.requirements()) {
    if (requirement.is != Operator::In || requirement.values.size() != 1 || injected_.contains(requirement.key)) continue;
    const auto found = by_label_.find(hash_label(name_space, requirement.key, requirement.values.front()));
    if (found == by_label_.end()) return none;
    if (found->second.size() < best->size()) best = &found->second;
  }
  return *best;
}

std::vector<std::size_t> PodIndex::find(const Selector& selector, std::string_view name_space) const {
  std::vector<std::size_t> found;
  if (selector.selects_nothing()) return found;
  for (const auto id : candidates(selector, name_space))
    if (selector.may_match(labels_[id])) found.push_back(id);
  return found;
}

}  // namespace stopgate::kubernetes
