#pragma once

// The facts of each pod, made once a run: policies over Services and budgets look at the same pods
// again and again.

#include <map>
#include <mutex>
#include <vector>

#include "kubernetes/facts.h"

namespace stopgate::policy {

// Thread-safe. What it gives lives as long as the cache.
class PodFactsCache {
 public:
  [[nodiscard]] value::Value get(const kubernetes::Render& render, std::size_t pod) {
    const std::lock_guard lock(mutex_);
    auto& facts = facts_[&render];
    if (facts.empty()) facts.resize(render.pods.size());
    if (facts[pod].is_null()) facts[pod] = kubernetes::pod_facts(render, render.pods[pod], arena_);
    return facts[pod];
  }

 private:
  std::mutex mutex_;
  Arena arena_;
  std::map<const kubernetes::Render*, std::vector<value::Value>> facts_;
};

}  // namespace stopgate::policy
