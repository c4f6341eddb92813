#include "cli/app.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>

#include "cli/console_command.h"
#include "cli/explain_command.h"
#include "cli/fmt_command.h"
#include "cli/gate.h"
#include "cli/policy_command.h"
#include "cli/post_command.h"
#include "cli/schema_command.h"
#include "cli/upgrade_command.h"
#include "policy/dated_facts.h"

namespace stopgate::cli {

namespace {

// Options as text; turned into GateOptions once all are read.
struct GateArguments {
  GateOptions options;
  std::string as, fail_on = "high", provider_schema;
  std::vector<std::string> policies, profiles, parameters, variables;
  bool with_disabled = false;
  bool without_configuration = false;
};

void add_gate_options(CLI::App& command, GateArguments& to) {
  command
      .add_option("--format", to.options.formats,
                  "text, json, markdown, sarif, junit, checkstyle, codequality, jenkins, rdjson, "
                  "github, slack "
                  "or teams; F=FILE writes to a file; repeatable")
      ->type_name("F[=FILE]")
      ->allow_extra_args(false);
  command
      .add_option("--fail-on", to.fail_on,
                  "lowest severity that makes the status 1: info, low, medium, high, critical")
      ->type_name("SEVERITY")
      ->capture_default_str();
  command.add_option("--policy", to.policies, "only the policies whose id matches; repeatable")
      ->type_name("GLOB")
      ->allow_extra_args(false);
  command.add_flag("--all-policies", to.with_disabled, "also policies that are off by default");
  command
      .add_option("--policies", to.options.policy_paths,
                  "files or folders of more policies; repeatable")
      ->type_name("PATH")
      ->allow_extra_args(false);
  command.add_option("--param", to.parameters, "a policy's parameter; repeatable")
      ->type_name("NAME=VALUE")
      ->allow_extra_args(false);
  command.add_option("--var", to.variables, "a Terraform variable; repeatable")
      ->type_name("NAME=VALUE")
      ->allow_extra_args(false);
  command
      .add_option("--var-file", to.options.read.variable_files,
                  "a file of Terraform variables; repeatable")
      ->type_name("FILE")
      ->allow_extra_args(false);
  command
      .add_option("--provider-schema", to.provider_schema,
                  "output of 'terraform providers schema -json': arguments are held against it")
      ->type_name("FILE");
  command.add_option("--workspace", to.options.read.workspace,
                     "what terraform.workspace is; unknown otherwise");
  command.add_option("--namespace", to.options.read.release_namespace,
                     "namespace of Kubernetes objects that name none");
  command
      .add_option("--closed-kind", to.options.read.closed_kinds,
                  "a kind of which the manifests hold every object: a reference to a missing one "
                  "is a finding")
      ->type_name("KIND")
      ->allow_extra_args(false);
  command.add_option("--jobs", to.options.read.jobs, "threads; 0: one a core")
      ->capture_default_str();
  command.add_option("--color", to.options.color, "auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->capture_default_str();
  command.add_flag("--explain-undecided", to.options.explain_undecided,
                   "list what could not be decided, and why");
  command.add_flag("--quiet", to.options.is_quiet, "print nothing when there is nothing to stop");
  command
      .add_option("--profile", to.profiles,
                  "the policies of a named set, on by default or not; repeatable")
      ->type_name("NAME")
      ->allow_extra_args(false);
  command
      .add_option("--as-of", to.options.as_of,
                  "the day reviewed for, as 2025-12-31; by default that of the dated facts")
      ->type_name("DATE");
  command.add_flag("--policy-costs", to.options.with_costs,
                   "print what each policy cost to the standard error, dearest first");
  command.add_flag("--no-config", to.without_configuration, "ignore .stopgate.yaml files");
}

Result<std::pair<std::string, std::string>> split_setting(const std::string& text,
                                                          std::string_view option) {
  const auto equals = text.find('=');
  if (equals == std::string::npos || equals == 0)
    return fail(std::string(option) + " wants NAME=VALUE, not '" + text + "'");
  return std::pair(text.substr(0, equals), text.substr(equals + 1));
}

Result<GateOptions> gate_options(GateArguments&& from, const World& world) {
  auto out = std::move(from.options);
  const auto gate = finding::parse_severity(from.fail_on);
  if (!gate)
    return fail("unknown severity '" + from.fail_on +
                "' for --fail-on; one of info, low, medium, high, critical");
  out.gate = *gate;
  out.selection = {.globs = std::move(from.policies),
                   .profiles = std::move(from.profiles),
                   .with_disabled = from.with_disabled};
  if (!out.as_of.empty() && !policy::is_day(out.as_of))
    return fail("--as-of wants a day such as 2025-12-31, not '" + out.as_of + "'");
  if (!from.as.empty()) {
    out.read.as = model::parse_input_kind(from.as);
    if (!out.read.as)
      return fail("unknown kind '" + from.as + "' for --as; one of kubernetes, terraform, plan");
  }
  for (const auto& text : from.parameters) {
    STOPGATE_TRY(auto setting, split_setting(text, "--param"));
    out.parameters.push_back(std::move(setting));
  }
  for (const auto& text : from.variables) {
    STOPGATE_TRY(auto setting, split_setting(text, "--var"));
    out.read.variables.insert_or_assign(std::move(setting.first), std::move(setting.second));
  }
  if (!from.provider_schema.empty()) {
    STOPGATE_TRY(
        out.read.provider_schemas,
        terraform::load_provider_schemas(world.files, from.provider_schema, out.read.limits));
  }
  for (const auto& [name, value] : world.environment)
    if (name.starts_with("TF_VAR_")) out.read.environment.emplace(name, value);
  return out;
}

int gate(GateArguments&& arguments, const World& world) {
  auto options = gate_options(std::move(arguments), world);
  if (!options) {
    world.err << "stopgate: " << options.error().message << '\n';
    return 2;
  }
  return run_gate(*options, world);
}

// The folder that a plan was made from, when it lies beside its configuration.
void add_folders_of_plans(GateArguments& arguments, const World& world) {
  for (const auto& path : arguments.options.paths) {
    const auto slash = path.find_last_of('/');
    const auto folder = slash == std::string::npos ? std::string(".") : path.substr(0, slash);
    const auto entries = world.files.list(folder);
    if (!entries) continue;
    for (const auto& entry : *entries) {
      if (!entry.name.ends_with(".tf") && !entry.name.ends_with(".tofu")) continue;
      arguments.options.read.roots.push_back(folder);
      break;
    }
  }
}

}  // namespace

int run(const std::vector<std::string>& arguments, const World& world) {
  CLI::App app("stopgate stops bad infrastructure changes at the pull request.", "stopgate");
  app.set_version_flag("--version", "stopgate " + std::string(kVersion));
  app.require_subcommand(1);
  app.footer(
      "Exit status: 0 nothing at or above the gate, 1 findings, 2 wrong use, 3 the verdict is "
      "incomplete.");

  GateArguments check;
  auto* check_command =
      app.add_subcommand("check", "check Kubernetes manifests, Terraform and plans");
  check_command->add_option("PATH", check.options.paths,
                            "files or folders; - is the standard input (default: this folder)");
  check_command->add_option("--as", check.as, "kubernetes, terraform or plan, instead of detection")
      ->type_name("KIND");
  check_command
      ->add_option("--root", check.options.read.roots,
                   "folder of the configuration that plans were made from; repeatable")
      ->type_name("DIR")
      ->allow_extra_args(false);
  add_gate_options(*check_command, check);

  GateArguments plan;
  auto* plan_command =
      app.add_subcommand("plan", "say what plans will do, and what is wrong with it");
  plan_command
      ->add_option("FILE", plan.options.paths,
                   "output of 'terraform show -json'; - is the standard input")
      ->required();
  plan_command
      ->add_option(
          "--root", plan.options.read.roots,
          "folder of the configuration (default: the plan's, when it holds one); repeatable")
      ->type_name("DIR")
      ->allow_extra_args(false);
  add_gate_options(*plan_command, plan);

  FmtArguments fmt;
  auto* fmt_command = app.add_subcommand("fmt", "write Terraform files as 'terraform fmt' does");
  add_fmt_options(*fmt_command, fmt);

  ConsoleArguments console;
  auto* console_command =
      app.add_subcommand("console", "evaluate Terraform expressions, one a line, in a root module");
  add_console_options(*console_command, console);

  ExplainArguments explain;
  auto* explain_command =
      app.add_subcommand("explain", "what a policy demands, or why it found what it found");
  explain_command->add_option("WHAT", explain.what, "a policy's id, a peer's, or a fingerprint")
      ->required();
  explain_command->add_option("PATH", explain.paths, "with a fingerprint: where the finding is");
  explain_command
      ->add_option("--policies", explain.policy_paths,
                   "files or folders of more policies; repeatable")
      ->type_name("PATH")
      ->allow_extra_args(false);

  std::string schema;
  auto* schema_command = app.add_subcommand("schema", "the JSON Schema of policies or of findings");
  schema_command->add_option("NAME", schema, "policy or findings")->required();
  GateArguments upgrade;
  UpgradeVersions versions;
  auto* upgrade_command = app.add_subcommand(
      "upgrade", "say what to repair before Kubernetes goes from one version to another");
  upgrade_command->add_option("PATH", upgrade.options.paths,
                              "files or folders (default: this folder)");
  add_upgrade_options(*upgrade_command, versions);
  add_gate_options(*upgrade_command, upgrade);

  PolicyArguments policy;
  auto* policy_command = app.add_subcommand("policy", "list, show, test and document policies");
  add_policy_commands(*policy_command, policy);

  PostArguments post;
  auto* post_command = app.add_subcommand("post", "post reports on a pull request");
  add_post_options(*post_command, post);

  auto reversed = arguments;
  std::ranges::reverse(reversed);
  try {
    app.parse(std::move(reversed));
  } catch (const CLI::ParseError& error) {
    // CLI11 reports by exceptions, also what is no error: help and version.
    return app.exit(error, world.out, world.err) == 0 ? 0 : 2;
  }
  if (check_command->parsed()) {
    if (check.options.paths.empty()) check.options.paths.emplace_back(".");
    return gate(std::move(check), world);
  }
  if (plan_command->parsed()) {
    plan.as = "plan";
    if (plan.options.read.roots.empty()) add_folders_of_plans(plan, world);
    return gate(std::move(plan), world);
  }
  if (post_command->parsed()) return run_post_command(post, world);
  if (fmt_command->parsed()) return run_fmt_command(fmt, world);
  if (console_command->parsed()) return run_console_command(console, world);
  if (explain_command->parsed()) return run_explain_command(explain, world);
  if (schema_command->parsed()) return print_schema(schema, world);
  if (upgrade_command->parsed()) {
    if (upgrade.options.paths.empty()) upgrade.options.paths.emplace_back(".");
    if (upgrade.profiles.empty() && upgrade.policies.empty())
      upgrade.profiles.emplace_back(kUpgradeProfile);
    upgrade.parameters.push_back(fleet_parameter(versions));
    return gate(std::move(upgrade), world);
  }
  return run_policy_command(policy, world);
}

}  // namespace stopgate::cli
