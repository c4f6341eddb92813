#pragma once

// stopgate init: writes the files a repository needs to be reviewed.

#include <string>
#include <vector>

#include "cli/app.h"

namespace CLI {
class App;
}

namespace stopgate::cli {

struct InitArguments {
  std::string folder;              // empty: the top of the repository
  std::vector<std::string> kinds;  // github, gitlab, …; empty: by what is there
  std::string archive, sha256;     // of the release
  std::string image;               // of a container
  bool is_dry_run = false;
  bool is_forced = false;
};

void add_init_options(CLI::App& command, InitArguments& to);

// 0 also when files were left alone because they exist; 2 when one could not be written.
[[nodiscard]] int run_init_command(const InitArguments& arguments, const World& world);

}  // namespace stopgate::cli
