#pragma once

// Reads policy files. What is wrong in one is said with its place, and a policy with mistakes is
// not used: a run with a broken policy file ends with status 2.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/limits.h"
#include "kubernetes/object.h"
#include "policy/example.h"
#include "policy/policy.h"
#include "source/diagnostic.h"
#include "source/source_file.h"

namespace stopgate::policy {

struct LoadedPolicy {
  Policy policy;
  std::vector<Example> examples;
};

struct LoadedFile {
  std::vector<LoadedPolicy> policies;  // one a document; without those that have errors
  // Documents that are Kubernetes objects: admission policies, their bindings and parameters.
  std::shared_ptr<kubernetes::Manifests> manifests;
  source::Diagnostics diagnostics;
};

[[nodiscard]] LoadedFile load_policies(const source::SourceMap& sources, source::FileId file,
                                       const Limits& limits = {});

}  // namespace stopgate::policy
