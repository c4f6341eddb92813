#pragma once

// Where the module of a call lies: a local path, or what `terraform init` installed. Nothing is
// fetched.

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/limits.h"
#include "source/diagnostic.h"
#include "source/file_system.h"
#include "terraform/files.h"

namespace stopgate::terraform {

[[nodiscard]] bool is_local_source(std::string_view source);

struct ModuleLocation {
  std::optional<Folder> folder;
  source::Severity severity = source::Severity::Note;  // of not having found it
  std::string message;
  std::string help;
};

class ModuleLocator {
 public:
  // Reads .terraform/modules/modules.json of the root module, when it is there. `files` and
  // `limits` must outlive the locator.
  ModuleLocator(const source::FileSystem& files, const Folder& root, const Limits& limits);

  // `key` is the path of call names from the root: "network.subnets".
  [[nodiscard]] ModuleLocation locate(const Folder& caller, std::string_view key,
                                      std::string_view source) const;

  // What is wrong with modules.json.
  source::Diagnostics diagnostics;

 private:
  struct Installed {
    std::string source;
    std::string directory;
  };
  [[nodiscard]] ModuleLocation local(const Folder& caller, std::string_view source) const;
  // A copy that is kept in the repository: vendor/<source>, beside the root or in a folder above
  // it.
  [[nodiscard]] std::optional<Folder> vendored(std::string_view source) const;
  [[nodiscard]] ModuleLocation installed(std::string_view key, std::string_view source) const;
  void read_manifest(const Limits& limits);

  const source::FileSystem& files_;
  Folder root_;
  std::map<std::string, Installed, std::less<>> installed_;
};

}  // namespace stopgate::terraform
