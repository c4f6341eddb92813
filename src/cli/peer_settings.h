#pragma once

// What a repository tells another tool: which of its rules are off, which alone are on, which paths
// are left out. Read from that tool's own configuration files.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "source/file_system.h"

namespace stopgate::cli {

struct PeerSettings {
  std::vector<std::string> files;     // that were read
  std::vector<std::string> disabled;  // the tool's ids
  std::vector<std::string> only;      // when not empty, nothing else runs
  std::vector<std::string> enabled;   // off by default there, on here
  std::vector<std::string> excluded_paths;
  std::string fail_on;             // a severity of ours; empty: not said
  std::vector<std::string> notes;  // what has no equivalent
};

// The tools whose configuration we read: "checkov", "trivy", …
[[nodiscard]] std::vector<std::string_view> readable_peers();

// An Error names a tool that we do not read, or a file that cannot be read. Settings without files
// mean that there is no configuration in the folder.
[[nodiscard]] Result<PeerSettings> read_peer_settings(std::string_view tool,
                                                      const source::FileSystem& files,
                                                      const std::string& folder);

}  // namespace stopgate::cli
