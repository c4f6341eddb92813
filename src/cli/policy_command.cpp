#include "cli/policy_command.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <ostream>

#include "base/glob.h"
#include "base/text.h"
#include "cli/policies.h"
#include "cli/policy_docs.h"
#include "policy/example_run.h"

namespace stopgate::cli {

namespace {

bool is_wanted(const PolicyArguments& arguments, const policy::Policy& policy) {
  return arguments.ids.empty() || std::ranges::any_of(arguments.ids, [&](const std::string& glob) {
           return glob_match(glob, policy.id, '\0');
         });
}

std::string padded(std::string text, std::size_t width) {
  if (text.size() < width) text.resize(width, ' ');
  return text;
}

int list(const PolicyArguments& arguments, const policy::Catalogue& catalogue, const World& world) {
  std::size_t widest = 0;
  for (const auto& policy : catalogue.policies())
    if (is_wanted(arguments, policy)) widest = std::max(widest, policy.id.size());
  for (const auto& policy : catalogue.policies()) {
    if (!is_wanted(arguments, policy)) continue;
    world.out << padded(policy.id, widest) << "  "
              << padded(std::string(finding::name_of(policy.severity)), 8) << "  "
              << padded(std::string(policy::name_of(policy.target)), 13) << "  " << policy.title
              << (policy.is_enabled ? "" : " (off by default)") << '\n';
  }
  return 0;
}

void show(const policy::Policy& policy, const World& world) {
  world.out << policy.id << '\n' << "  " << policy.title << "\n\n";
  world.out << "  severity     " << finding::name_of(policy.severity)
            << (policy.is_enabled ? "" : " (off by default)") << '\n';
  world.out << "  target       " << policy::name_of(policy.target) << '\n';
  world.out << "  file         " << policy.path << '\n';
  if (!policy.aliases.empty())
    world.out << "  also known as " << join(policy.aliases, ", ") << '\n';
  for (const auto& parameter : policy.parameters)
    world.out << "  parameter    " << parameter.name << " = " << parameter.json << '\n';
  world.out << "\n  what breaks  " << policy.incident << "\n  help         " << policy.remediation
            << "\n\n";
  for (const auto& condition : policy.match_conditions)
    world.out << "  applies when " << trim(condition.text) << '\n';
  for (const auto& validation : policy.validations)
    world.out << "  right when   " << trim(validation.expression.text) << '\n';
}

int show_all(const PolicyArguments& arguments, const policy::Catalogue& catalogue,
             const World& world) {
  for (const auto& id : arguments.ids) {
    const auto ids = catalogue.ids_of(id);
    if (ids.empty()) {
      world.err << "stopgate: no policy " << quoted(id)
                << "; 'stopgate policy list' shows them all\n";
      return 2;
    }
    for (const auto& found : ids) show(*catalogue.find(found), world);
  }
  return 0;
}

int test(const PolicyArguments& arguments, const LoadedPolicies& loaded,
         const source::SourceMap& sources, const World& world) {
  std::size_t passed = 0;
  std::size_t failed = 0;
  for (const auto& policy : loaded.policies) {
    if (!is_wanted(arguments, policy.policy)) continue;
    for (const auto& result : policy::run_examples(policy, sources)) {
      ++(result.has_passed ? passed : failed);
      if (result.has_passed) continue;
      world.out << policy.policy.path << ": " << policy.policy.id << ": " << result.title << '\n';
      for (const auto& problem : result.problems) world.out << "  " << problem << '\n';
    }
  }
  world.out << passed << " examples passed, " << failed << " failed\n";
  if (passed + failed == 0) {
    world.err << "stopgate: no policy matches " << quoted(join(arguments.ids, ", ")) << '\n';
    return 2;
  }
  return failed == 0 ? 0 : 1;
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
  add("list", "one line for each policy", Command::List);
  add("show", "what a policy demands, and why; ID may be a peer's", Command::Show);
  add("test", "run the examples of policy files", Command::Test);
  auto* docs = add("docs", "write one page for each policy, and an index", Command::Docs);
  docs->add_option("--to", to.folder, "folder of the pages")->required()->type_name("DIR");
  auto* eval = command.add_subcommand("eval", "try an expression on an input, or on given values");
  add_eval_options(*eval, to.eval);
  eval->callback([&to] { to.command = Command::Eval; });
  auto* migrate =
      command.add_subcommand("migrate", "write another tool's configuration as .stopgate.yaml");
  migrate->add_option("--from", to.migrate.tool, "checkov, trivy, tflint, kube-linter, …")
      ->required()
      ->type_name("TOOL");
  migrate->add_option("PATH", to.migrate.folder, "the folder of its files (default: this one)");
  migrate->callback([&to] { to.command = Command::Migrate; });
}

int run_policy_command(const PolicyArguments& arguments, const World& world) {
  if (arguments.command == PolicyArguments::Command::Eval)
    return run_eval_command(arguments.eval, world);
  if (arguments.command == PolicyArguments::Command::Migrate)
    return run_migrate_command(arguments.migrate, world);
  source::SourceMap sources;
  auto loaded = load_policies(sources, world.files, arguments.paths);
  if (!loaded) {
    world.err << "stopgate: " << loaded.error().message << '\n';
    return 2;
  }
  if (print_mistakes(loaded->diagnostics, sources, world)) return 2;
  if (arguments.command == PolicyArguments::Command::Test) {
    if (!arguments.paths.empty()) return test(arguments, *loaded, sources, world);
    world.err << "stopgate: the examples are in the policy files: name them with --policies PATH\n";
    return 2;
  }
  if (arguments.command == PolicyArguments::Command::Docs)
    return write_policy_docs(arguments.folder, *loaded, world);
  auto catalogue = policy::Catalogue::built_in();
  for (auto& policy : loaded->policies) catalogue.add(policy.policy);
  if (arguments.command == PolicyArguments::Command::Show)
    return show_all(arguments, catalogue, world);
  return list(arguments, catalogue, world);
}

}  // namespace stopgate::cli
