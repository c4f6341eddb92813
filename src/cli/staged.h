#pragma once

// What is staged for the next commit, for hooks that run before it.

#include <memory>
#include <string>
#include <vector>

#include "base/limits.h"
#include "base/result.h"
#include "cli/app.h"
#include "cli/review_sides.h"
#include "git/repository.h"

namespace stopgate::cli {

struct Staged {
  std::unique_ptr<git::Repository> repository;
  git::Listing listing;
  std::unique_ptr<source::FileSystem> files;
  std::vector<std::string> paths;
};

// `paths` start from the folder that we run in; without any, those that differ from HEAD.
[[nodiscard]] Result<Staged> open_staged(const std::vector<std::string>& paths, const World& world,
                                         const Limits& limits);

}  // namespace stopgate::cli
