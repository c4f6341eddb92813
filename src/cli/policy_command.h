#pragma once

// stopgate policy list | show | test | docs | new | eval | schema | migrate

#include <string>
#include <vector>

#include "cli/app.h"
#include "cli/eval_command.h"
#include "cli/migrate_command.h"
#include "cli/policy_list.h"
#include "cli/policy_new.h"
#include "cli/policy_test_command.h"

namespace CLI {
class App;
}

namespace stopgate::cli {

struct PolicyArguments {
  enum class Command { List, Show, Test, Docs, Eval, Schema, Migrate, New } command = Command::List;
  std::vector<std::string> ids;    // ids or globs
  std::vector<std::string> paths;  // policy files or folders
  std::string folder;              // docs: where to write
  std::string schema = "policy";   // schema: of what
  TestArguments test;
  ListArguments list;
  NewArguments made;
  EvalArguments eval;
  MigrateArguments migrate;
};

void add_policy_commands(CLI::App& command, PolicyArguments& to);
[[nodiscard]] int run_policy_command(const PolicyArguments& arguments, const World& world);

}  // namespace stopgate::cli
