#pragma once

// stopgate baseline: accepts the findings that are there, so that only others fail.

#include "cli/app.h"
#include "cli/gate_arguments.h"

namespace stopgate::cli {

struct BaselineArguments {
  GateArguments gate;
  bool is_update = false;  // take out what is mended, accept nothing more
};

void add_baseline_options(CLI::App& command, BaselineArguments& to);
[[nodiscard]] int run_baseline(BaselineArguments&& arguments, const World& world);

}  // namespace stopgate::cli
