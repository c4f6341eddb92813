#pragma once

// Suppressions written in the inputs: comments of HCL and YAML, annotations of Kubernetes objects.

#include <vector>

#include "finding/suppression.h"
#include "model/model.h"

namespace stopgate::model {

// Each with its place and its scope. Files without any such words are not looked at twice.
[[nodiscard]] std::vector<finding::Suppression> collect_suppressions(const Model& model);

}  // namespace stopgate::model
