#pragma once

// What a YAML or JSON document is, by its shape: an object for a cluster, or one of the files that
// stand beside manifests and must not be taken for them.

#include <cstdint>
#include <string_view>

#include "value/value.h"

namespace stopgate::kubernetes {

enum class Shape : std::uint8_t {
  Empty,          // null
  Object,         // kind and apiVersion
  List,           // an object that holds objects
  Incomplete,     // kind or apiVersion, not both
  Kustomization,  // kustomization.yaml, also without kind and apiVersion
  HelmChart,      // Chart.yaml
  HelmValues,     // values.yaml, as far as charts agree on its keys
  Compose,        // Docker Compose
  GithubWorkflow,
  GitlabPipeline,
  CiConfiguration,  // other CI systems
  OtherMap,
  OtherValue,  // a list or a scalar
};

inline constexpr std::size_t kShapeCount = static_cast<std::size_t>(Shape::OtherValue) + 1;

[[nodiscard]] std::string_view name_of(
    Shape shape);  // "object", "Kustomize file", … as messages say it

[[nodiscard]] Shape classify(const value::Node& document);

}  // namespace stopgate::kubernetes
