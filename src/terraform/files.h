#pragma once

// Which files of a folder are part of a Terraform module, and in what order they count.

#include <string>
#include <string_view>
#include <vector>

#include "source/diagnostic.h"
#include "source/file_system.h"

namespace stopgate::terraform {

// A folder by its real path, which is read, and by the name under which people know it.
struct Folder {
  std::string path;
  std::string shown;

  bool operator==(const Folder&) const = default;
};

// "modules/vpc" + "../kms" is "modules/kms": names only, no look at the disk.
[[nodiscard]] std::string join_path(std::string_view folder, std::string_view relative);

// The way from `base` to `path`, both absolute: "../modules/vpc", "." for the same.
[[nodiscard]] std::string relative_path(std::string_view path, std::string_view base);

// Names within one folder.
struct ModuleFiles {
  std::vector<std::string> primary;    // by name
  std::vector<std::string> overrides;  // in the order in which they are merged
  std::vector<std::string> variables;  // *.tfvars that are loaded by themselves, weakest first
  source::Diagnostics diagnostics;     // what lies there and is not module content

  [[nodiscard]] bool is_module() const { return !primary.empty() || !overrides.empty(); }
};

[[nodiscard]] ModuleFiles list_module_files(const source::FileSystem& files, const Folder& folder);

// `main.tf`, `main.tf.json`, `main.tofu`, `main.tofu.json`: by name only.
[[nodiscard]] bool is_configuration_file(std::string_view name);
[[nodiscard]] bool is_json_file(std::string_view name);

}  // namespace stopgate::terraform
