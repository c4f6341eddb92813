#pragma once

// Finds the inputs below the given paths, and what kind each is, by name and by its first bytes.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/limits.h"
#include "base/result.h"
#include "source/diagnostic.h"
#include "source/file_system.h"

namespace stopgate::model {

enum class InputKind { Kubernetes, Terraform, Plan, Workflow };

[[nodiscard]] std::optional<InputKind> parse_input_kind(std::string_view name);

struct Inputs {
  std::vector<std::string> manifests;  // files
  std::vector<std::string> plans;      // files
  std::vector<std::string> workflows;  // files of CI
  std::vector<std::string> folders;    // that hold Terraform files
  std::vector<std::string> hcl_files;  // of other tools, given by name: their syntax is checked
  std::vector<std::string>
      terraform_files;  // given by name: findings elsewhere in their folders are not asked for
  std::vector<std::string> named_manifests;                  // given by name
  std::vector<std::pair<std::string, std::string>> skipped;  // path and why
  std::vector<std::pair<std::string, std::string>> unreadable;
  std::size_t files = 0;
  source::Diagnostics diagnostics;
};

// An Error when a given path does not exist. Symbolic links to folders are followed only to where
// the walk has not been, and never outside of the path that led there.
[[nodiscard]] Result<Inputs> find_inputs(const source::FileSystem& files,
                                         const std::vector<std::string>& paths,
                                         std::optional<InputKind> as, const Limits& limits);

// The same of files that are known already: no folder is listed, and each kind is detected as if a
// folder held the file.
[[nodiscard]] Inputs sort_inputs(const source::FileSystem& files,
                                 const std::vector<std::string>& paths, const Limits& limits);

// Folders of tools, such as .terraform: what they hold is no part of the repository's own files.
[[nodiscard]] bool is_tool_folder(std::string_view name);

}  // namespace stopgate::model
