#pragma once

// stopgate merge REPORT…: the shards of a run, or several reports, as one.

#include <string>
#include <vector>

#include "cli/app.h"

namespace CLI {
class App;
}

namespace stopgate::cli {

struct MergeArguments {
  std::vector<std::string> files;  // JSON reports
  std::vector<std::string> formats;
  std::string color = "auto";
};

void add_merge_options(CLI::App& command, MergeArguments& to);

// The exit status of the merged verdict; 2 when the reports do not belong together.
[[nodiscard]] int run_merge_command(const MergeArguments& arguments, const World& world);

}  // namespace stopgate::cli
