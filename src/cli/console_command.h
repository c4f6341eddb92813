#pragma once

// stopgate console: evaluates HCL expressions in a root module, one a line.

#include <string>
#include <vector>

#include "cli/app.h"

namespace CLI {
class App;
}

namespace stopgate::cli {

struct ConsoleArguments {
  std::string folder = ".";
  std::vector<std::string> variables;  // NAME=VALUE
  std::vector<std::string> variable_files;
  std::string workspace;
  bool as_json = false;
};

void add_console_options(CLI::App& command, ConsoleArguments& to);
[[nodiscard]] int run_console_command(const ConsoleArguments& arguments, const World& world);

}  // namespace stopgate::cli
