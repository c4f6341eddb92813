#pragma once

// stopgate policy eval: tries an expression, on an input or on bindings given as JSON lines.

#include <string>
#include <vector>

#include "cli/app.h"

namespace CLI {
class App;
}

namespace stopgate::cli {

struct EvalArguments {
  std::vector<std::string> files;
  std::string expression;
  std::string target, address, kind, name;
  bool as_json = false;
};

void add_eval_options(CLI::App& command, EvalArguments& to);
[[nodiscard]] int run_eval_command(const EvalArguments& arguments, const World& world);

}  // namespace stopgate::cli
