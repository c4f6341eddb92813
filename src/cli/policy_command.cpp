#include "cli/policy_command.h"

#include <CLI/CLI.hpp>
#include <ostream>

#include "base/text.h"
#include "cli/mistakes.h"
#include "cli/policies.h"
#include "cli/policy_docs.h"
#include "cli/policy_show.h"
#include "cli/schema_command.h"

namespace stopgate::cli {

namespace {

int show_all(const PolicyArguments& arguments, const policy::Catalogue& catalogue,
             const World& world) {
  for (const auto& id : arguments.ids) {
    const auto ids = catalogue.ids_of(id);
    if (ids.empty()) {
      world.err << "stopgate: no policy " << quoted(id)
                << "; 'stopgate policy list' shows them all\n";
      return 2;
    }
    for (const auto& found : ids) show_policy(*catalogue.find(found), world);
  }
  return 0;
}

}  // namespace

void add_policy_commands(CLI::App& command, PolicyArguments& to) {
  command.require_subcommand(1);
  using Command = PolicyArguments::Command;
  const auto add = [&](const char* name, const char* description, Command kind) {
    auto* sub = command.add_subcommand(name, description);
    sub->add_option("ID", to.ids, "ids or globs (default: all)");
    sub->add_option("--policies", to.paths, "files or folders of policies; repeatable")
        ->type_name("PATH")
        ->allow_extra_args(false);
    sub->callback([&to, kind] { to.command = kind; });
    return sub;
  };
  add_list_options(*add("list", "one line for each policy", Command::List), to.list);
  add("show", "what a policy demands, and why; ID may be a peer's", Command::Show);
  add_test_options(*add("test", "run the examples of policy files", Command::Test), to.test);
  auto* docs = add("docs", "write one page for each policy, and an index", Command::Docs);
  docs->add_option("--to", to.folder, "folder of the pages")->required()->type_name("DIR");
  auto* made = command.add_subcommand("new", "write the file of a new policy");
  add_new_options(*made, to.made);
  made->callback([&to] { to.command = Command::New; });
  auto* eval = command.add_subcommand("eval", "try an expression on an input, or on given values");
  add_eval_options(*eval, to.eval);
  eval->callback([&to] { to.command = Command::Eval; });
  auto* schema = command.add_subcommand("schema", "the JSON Schema of policy files, for editors");
  schema->add_option("NAME", to.schema, "policy, config or findings (default: policy)");
  schema->callback([&to] { to.command = Command::Schema; });
  auto* migrate =
      command.add_subcommand("migrate", "write another tool's configuration as .stopgate.yaml");
  migrate->add_option("--from", to.migrate.tool, "checkov, trivy, tflint, kube-linter, …")
      ->required()
      ->type_name("TOOL");
  migrate->add_option("PATH", to.migrate.folder, "the folder of its files (default: this one)");
  migrate->callback([&to] { to.command = Command::Migrate; });
}

int run_policy_command(const PolicyArguments& arguments, const World& world) {
  if (arguments.command == PolicyArguments::Command::New)
    return write_new_policy(arguments.made, world);
  if (arguments.command == PolicyArguments::Command::Eval)
    return run_eval_command(arguments.eval, world);
  if (arguments.command == PolicyArguments::Command::Migrate)
    return run_migrate_command(arguments.migrate, world);
  if (arguments.command == PolicyArguments::Command::Schema)
    return print_schema(arguments.schema, world);
  source::SourceMap sources;
  auto loaded = load_policies(sources, world.files, arguments.paths);
  if (!loaded) {
    world.err << "stopgate: " << loaded.error().message << '\n';
    return 2;
  }
  if (print_mistakes(loaded->diagnostics, sources, world)) return 2;
  if (arguments.command == PolicyArguments::Command::Test) {
    if (!arguments.paths.empty())
      return test_policies(arguments.test, arguments.ids, *loaded, sources, world);
    world.err << "stopgate: the examples are in the policy files: name them with --policies PATH\n";
    return 2;
  }
  if (arguments.command == PolicyArguments::Command::Docs)
    return write_policy_docs(arguments.folder, *loaded, world);
  auto catalogue = policy::Catalogue::built_in();
  for (auto& policy : loaded->policies) catalogue.add(policy.policy);
  if (arguments.command == PolicyArguments::Command::Show)
    return show_all(arguments, catalogue, world);
  return list_policies(arguments.list, arguments.ids, catalogue, world);
}

}  // namespace stopgate::cli
