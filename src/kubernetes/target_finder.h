#pragma once

// Finds what a name refers to: an object of the render, something that will make one, something
// that every cluster has, or nothing, and then what was probably meant.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "kubernetes/relation_table.h"
#include "kubernetes/relations.h"

namespace stopgate::kubernetes {

struct Wanted {
  std::string_view group, kind;
  bool is_any_group = false;  // the reference names a kind, and nobody knows its group
  std::string name_space;
  std::string_view name;
};

struct Resolution {
  std::optional<std::size_t> to;
  std::optional<std::size_t> provider;
  const ProviderRow* provider_row = nullptr;
  bool is_provided = false;
  bool is_closed = false;
  std::string near_miss;
};

class TargetFinder {
 public:
  TargetFinder(const Render& render, const World& world);

  // Valid as long as the finder. References to one name are resolved once.
  [[nodiscard]] const Resolution& find(const Wanted& wanted);
  // True also where nobody can know: an object without any key is filled by somebody else.
  [[nodiscard]] bool has_key(const Resolution& resolution, std::string_view key);

  [[nodiscard]] const TargetRow* target_row(const Wanted& wanted) const;

 private:
  struct Made {
    std::size_t object;
    const ProviderRow* row;
  };

  void find_providers();
  [[nodiscard]] Resolution resolve(const Wanted& wanted);
  [[nodiscard]] bool is_wanted(std::size_t object, const Wanted& wanted,
                               bool is_cluster_scoped) const;
  [[nodiscard]] bool is_external(const Wanted& wanted) const;
  [[nodiscard]] const std::vector<std::string_view>& names_of(const Wanted& wanted,
                                                              bool is_cluster_scoped);
  [[nodiscard]] const std::vector<std::string>& keys_of(std::size_t object);

  const Render& render_;
  const World& world_;
  const RelationTable& table_;
  std::map<std::tuple<std::string, std::string, std::string>, Made> made_;  // kind, namespace, name
  std::unordered_map<std::string, Resolution> resolutions_;
  std::unordered_map<std::string, std::vector<std::string_view>> names_;  // by kind and namespace
  std::unordered_map<std::size_t, std::vector<std::string>> keys_;        // sorted
};

}  // namespace stopgate::kubernetes
