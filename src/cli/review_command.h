#pragma once

// stopgate review: what a change brings, base and head read from Git.

#include <string>
#include <vector>

#include "cli/app.h"
#include "cli/gate_arguments.h"

namespace stopgate::cli {

struct ReviewArguments {
  GateArguments gate;
  std::string base, head = "HEAD";
  std::vector<std::string> plans;
  std::vector<std::string> renders;      // folders of the repository
  std::string base_render, head_render;  // folders of the disk, rendered before and after
  std::string trust = "base";            // whose configuration rules
  bool judges_old = false;               // --all
};

void add_review_options(CLI::App& command, ReviewArguments& to);
[[nodiscard]] int run_review(ReviewArguments&& arguments, const World& world);

}  // namespace stopgate::cli
