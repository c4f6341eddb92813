#pragma once

// stopgate policy new: writes the file of a new policy, which passes its own tests.

#include <string>

#include "cli/app.h"

namespace CLI {
class App;
}

namespace stopgate::cli {

struct NewArguments {
  std::string id, target;
  std::string file;  // empty: the last words of the id, in the folder at hand; "-" prints it
};

void add_new_options(CLI::App& command, NewArguments& to);
[[nodiscard]] int write_new_policy(const NewArguments& arguments, const World& world);

}  // namespace stopgate::cli
