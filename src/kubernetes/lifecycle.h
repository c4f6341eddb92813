#pragma once

// When a version of an API came and went (policies/kubernetes/data/api-versions.yaml).

#include <optional>
#include <string>
#include <string_view>

namespace stopgate::kubernetes {

struct Lifecycle {
  std::string component;   // "kubernetes", or the project that ships the custom resource
  std::string introduced;  // versions of the component: "1.22", "1.7.0"; empty where it is not known or not so
  std::string deprecated;
  std::string removed;     // the first that does not serve it
  std::string planned_removal;
  std::string replacement_version;  // the apiVersion that stays
  std::string replacement_kind;
  bool is_served_by_default = true;  // false: alpha APIs, and beta APIs since 1.24

  [[nodiscard]] bool is_kubernetes() const { return component == "kubernetes"; }
};

// Nothing for APIs that are neither deprecated nor gone nor new enough to be off.
[[nodiscard]] const Lifecycle* find_lifecycle(std::string_view api_version, std::string_view kind);

// 22 for "1.22" and "v1.22.3". Nothing for anything else.
[[nodiscard]] std::optional<unsigned> kubernetes_minor(std::string_view version);

}  // namespace stopgate::kubernetes
