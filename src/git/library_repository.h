#pragma once

// A repository as libgit2 reads it.

#include <memory>
#include <string>

#include "base/result.h"
#include "git/repository.h"

namespace stopgate::git {

[[nodiscard]] Result<std::unique_ptr<Repository>> open_by_library(const std::string& folder);

}  // namespace stopgate::git
