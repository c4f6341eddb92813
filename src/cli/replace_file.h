#pragma once

// Writes a file so that others see the old text or the new one, and never a part.

#include <string>
#include <string_view>

#include "base/result.h"

namespace stopgate::cli {

// Through a new file beside it, which takes over its mode. `path` names an existing file, and no
// symbolic link (FileSystem::canonical).
[[nodiscard]] Result<void> replace_file(const std::string& path, std::string_view text);

}  // namespace stopgate::cli
