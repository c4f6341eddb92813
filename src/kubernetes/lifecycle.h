#pragma once

// When a version of an API came and went (policies/kubernetes/data/api-versions.yaml).

#include <optional>
#include <string>
#include <string_view>

namespace stopgate::kubernetes {

struct Lifecycle {
  std::string component;  // "kubernetes", or the project that ships the custom resource
  // Minors of Kubernetes: 22 for 1.22. Nothing for what is not so or not known, and for projects.
  std::optional<int> introduced, deprecated, removed, planned_removal;
  // The same as versions of the component: "1.22", "1.7.0". `removed` is the first that does not
  // serve it.
  std::string introduced_in, deprecated_in, removed_in, planned_removal_in;
  std::string replacement;  // the apiVersion that stays
  std::string replacement_kind;
  bool is_served_by_default = true;  // false: alpha APIs, and beta APIs since 1.24

  [[nodiscard]] bool is_kubernetes() const { return component == "kubernetes"; }
};

// Nothing for APIs that are neither deprecated nor gone nor new enough to be off.
[[nodiscard]] const Lifecycle* find_lifecycle(std::string_view api_version, std::string_view kind);

// 22 for "1.22" and "v1.22.3". Nothing for anything else.
[[nodiscard]] std::optional<int> kubernetes_minor(std::string_view version);

}  // namespace stopgate::kubernetes
