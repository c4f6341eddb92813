#pragma once

// Loads root modules: finds the files of a folder, merges them, evaluates, expands.

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "source/file_system.h"
#include "source/source_file.h"
#include "terraform/module.h"
#include "terraform/provider_schema.h"

namespace stopgate::terraform {

class ModuleCache;

struct LoadOptions {
  // Everything Terraform code may read (file(), module sources) must lie in here; a canonical path.
  std::string repository;
  std::map<std::string, std::string> variables;    // --var name=value, as written
  std::vector<std::string> variable_files;         // --var-file, in order
  std::map<std::string, std::string> environment;  // TF_VAR_* of the caller
  std::string workspace;                           // empty: unknown
  // Of --provider-schema; may be null.
  std::shared_ptr<const ProviderSchemas> provider_schemas;
  // Hold resources against what is known of their providers. Examples of policies are too short
  // for that.
  bool checks_arguments = true;
  // Of the roots that are loaded from the same files into the same SourceMap; may be null.
  ModuleCache* modules = nullptr;
  Limits limits;
};

// `folder` is loaded whole, with the local and installed modules that it calls.
[[nodiscard]] Root load_root(source::SourceMap& sources, const source::FileSystem& files,
                             std::string_view folder, const LoadOptions& options);

// Of the folders that hold Terraform files, those that no other one calls as a module.
[[nodiscard]] std::vector<std::string> find_roots(source::SourceMap& sources,
                                                  const source::FileSystem& files,
                                                  const std::vector<std::string>& folders);

}  // namespace stopgate::terraform
