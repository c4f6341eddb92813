#pragma once

// What the API server calls the objects of a kind, and whether they live in namespaces: for
// built-in kinds by its own rule of plurals, for custom ones by the definitions in the tree.

#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "model/model.h"

namespace stopgate::policy {

struct ResourceName {
  std::string plural;  // "deployments"
  bool is_namespaced = true;
};

class ResourceNames {
 public:
  ResourceNames() = default;
  explicit ResourceNames(const model::Model& model);

  [[nodiscard]] ResourceName of(std::string_view group, std::string_view kind) const;

 private:
  std::map<std::pair<std::string, std::string>, ResourceName> custom_;
};

}  // namespace stopgate::policy
