#pragma once

// stopgate fmt: writes Terraform files as `terraform fmt` does.

#include <string>
#include <vector>

#include "cli/app.h"

namespace CLI {
class App;
}

namespace stopgate::cli {

struct FmtArguments {
  std::vector<std::string> paths;
  bool is_check = false;
  bool with_diff = false;
  bool is_quiet = false;
  bool is_recursive = true;
};

void add_fmt_options(CLI::App& command, FmtArguments& to);
[[nodiscard]] int run_fmt_command(const FmtArguments& arguments, const World& world);

}  // namespace stopgate::cli
