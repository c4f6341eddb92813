#pragma once

// What policies ask of a render again and again, made once a run: the facts of each pod, the lists
// of objects of a kind, of pods of a namespace.

#include <map>
#include <mutex>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "kubernetes/facts.h"

namespace stopgate::policy {

// Thread-safe. What it gives lives as long as the cache.
class RenderCache {
 public:
  // Their facts as a list. `pods` are indexes into Render::pods.
  [[nodiscard]] value::Value pods(const kubernetes::Render& render,
                                  std::span<const std::size_t> pods, Arena& arena);
  // All pods of a namespace; "" is the default one.
  [[nodiscard]] value::Value pods_of(const kubernetes::Render& render, std::string_view name_space);
  // Of all namespaces.
  [[nodiscard]] value::Value objects(const kubernetes::Render& render, std::string_view kind);
  // Of one namespace; "" is the default one.
  [[nodiscard]] value::Value objects(const kubernetes::Render& render, std::string_view kind,
                                     std::string_view name_space);

 private:
  [[nodiscard]] value::Value list(const kubernetes::Render& render,
                                  std::span<const std::size_t> pods, Arena& arena);

  using Key = std::pair<const kubernetes::Render*, std::string>;

  std::mutex mutex_;
  Arena arena_;
  std::map<const kubernetes::Render*, std::vector<value::Value>> facts_;
  std::map<Key, value::Value> pods_;   // by namespace
  std::map<Key, value::Value> kinds_;  // by kind
  // By kind, then namespace: filled for a kind at once, so that asking for each namespace in turn
  // looks at every object once.
  std::map<Key, std::map<std::string, value::Value>> namespaces_;
};

}  // namespace stopgate::policy
