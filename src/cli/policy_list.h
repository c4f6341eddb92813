#pragma once

// stopgate policy list: which policies there are, as a table or as JSON.

#include <string>
#include <vector>

#include "cli/app.h"
#include "policy/catalogue.h"

namespace CLI {
class App;
}

namespace stopgate::cli {

struct ListArguments {
  std::string severity, target, alias;  // empty: any
  bool only_enabled = false;
  bool as_json = false;
};

void add_list_options(CLI::App& command, ListArguments& to);
// `ids` are globs; none: all.
[[nodiscard]] int list_policies(const ListArguments& arguments, const std::vector<std::string>& ids,
                                const policy::Catalogue& catalogue, const World& world);

}  // namespace stopgate::cli
