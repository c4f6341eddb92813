#pragma once

// What a repository holds and where it is hosted, as far as `stopgate init` wants to know.

#include <string>

#include "source/file_system.h"

namespace stopgate::cli {

struct Repository {
  std::string top;
  bool has_github = false, has_gitlab = false, has_jenkins = false;
  bool has_terraform = false, has_kubernetes = false, has_chart = false;
};

// The nearest folder above that holds .git, else the folder itself.
[[nodiscard]] std::string repository_top(const source::FileSystem& files,
                                         const std::string& folder);

// By CI files, by the remotes in .git/config, and by what lies in the tree.
[[nodiscard]] Repository detect_repository(const source::FileSystem& files, std::string top);

}  // namespace stopgate::cli
