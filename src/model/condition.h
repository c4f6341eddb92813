#pragma once

// Conditions of suppressions: "[bucket=logs-*]", "[key=eu]", "[metadata.name=web]", "ws:prod".

#include <optional>
#include <string>
#include <string_view>

#include "finding/finding.h"
#include "model/model.h"

namespace stopgate::model {

// Whether the resource or object that a finding is about meets a condition: `key` is its instance
// key, any other name the path of an attribute or field. Nothing when the value, or the workspace,
// is not known.
[[nodiscard]] std::optional<bool> meets_condition(const Model& model,
                                                  const finding::Finding& finding,
                                                  std::string_view condition,
                                                  std::string_view workspace);

// The tag of a Terraform resource as the cloud would see it, or the label of a Kubernetes object;
// empty where there is none, or where it is not known.
[[nodiscard]] std::string tag_of(const Model& model, const finding::Finding& finding,
                                 std::string_view key);

}  // namespace stopgate::model
