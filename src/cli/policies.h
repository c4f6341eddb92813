#pragma once

// The catalogue of a run: built-in policies and those of --policies folders.

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "cli/app.h"
#include "policy/admission.h"
#include "policy/catalogue.h"
#include "policy/load.h"

namespace stopgate::cli {

// Policy files below the paths, in order. Folders named "data" hold tables, not policies.
[[nodiscard]] Result<std::vector<std::string>> find_policy_files(
    const source::FileSystem& files, const std::vector<std::string>& paths);

struct LoadedPolicies {
  std::vector<policy::LoadedPolicy> policies;
  policy::AdmissionSet admission;
  std::vector<std::shared_ptr<kubernetes::Manifests>> manifests;  // what `admission` points into
  source::Diagnostics diagnostics;
};

[[nodiscard]] Result<LoadedPolicies> load_policies(source::SourceMap& sources,
                                                   const source::FileSystem& files,
                                                   const std::vector<std::string>& paths);

// What a pack of policies is pinned by, in hexadecimal digits: of a file its SHA-256; of a folder
// the SHA-256 over the names (below `path`) and texts of its files. Another order or another folder
// above it changes nothing.
[[nodiscard]] Result<std::string> hash_of_pack(const source::FileSystem& files,
                                               const std::string& path);

}  // namespace stopgate::cli
