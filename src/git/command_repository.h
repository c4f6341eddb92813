#pragma once

// A repository as the `git` command reads it, for formats that libgit2 does not know.

#include <memory>
#include <string>

#include "base/result.h"
#include "git/repository.h"

namespace stopgate::git {

[[nodiscard]] Result<std::unique_ptr<Repository>> open_by_command(const std::string& folder);

}  // namespace stopgate::git
