#include "cli/app.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>

#include "cli/baseline_command.h"
#include "cli/console_command.h"
#include "cli/explain_command.h"
#include "cli/fmt_command.h"
#include "cli/gate.h"
#include "cli/gate_arguments.h"
#include "cli/init_command.h"
#include "cli/merge_command.h"
#include "cli/policy_command.h"
#include "cli/post_command.h"
#include "cli/review_command.h"
#include "cli/schema_command.h"
#include "cli/upgrade_command.h"

namespace stopgate::cli {

namespace {

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
  check_command
      ->add_option("--as", check.as,
                   "kubernetes, terraform, plan or workflow, instead of detection")
      ->type_name("KIND");
  check_command->add_flag("--staged", check.options.is_staged,
                          "read what is staged (the index of Git) instead of the disk; with no "
                          "PATH, the staged files that changed");
  check_command
      ->add_option("--root", check.options.read.roots,
                   "folder of the configuration that plans were made from; repeatable")
      ->type_name("DIR")
      ->allow_extra_args(false);
  check_command
      ->add_option("--shard", check.shard,
                   "judge the I-th of N parts only, from 1; 'stopgate merge' puts the JSON reports "
                   "together")
      ->type_name("I/N");
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
  plan_command
      ->add_option("--approved", plan.options.approved,
                   "what was approved: a plan's fingerprint, or the JSON report of that plan; "
                   "anything else is a critical finding")
      ->type_name("FINGERPRINT|FILE");
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
  auto* schema_command = app.add_subcommand(
      "schema", "the JSON Schema of policies, of findings or of the configuration");
  schema_command->add_option("NAME", schema, "policy, findings or config")->required();

  GateArguments upgrade;
  UpgradeVersions versions;
  auto* upgrade_command = app.add_subcommand(
      "upgrade", "say what to repair before Kubernetes goes from one version to another");
  upgrade_command->add_option("PATH", upgrade.options.paths,
                              "files or folders (default: this folder)");
  add_upgrade_options(*upgrade_command, versions);
  add_gate_options(*upgrade_command, upgrade);

  ReviewArguments review;
  auto* review_command = app.add_subcommand(
      "review", "say what a change brings: new findings only, base and head read from Git");
  add_review_options(*review_command, review);

  BaselineArguments baseline;
  auto* baseline_command = app.add_subcommand(
      "baseline", "accept the findings that are there, so that only others fail");
  add_baseline_options(*baseline_command, baseline);

  PolicyArguments policy;
  auto* policy_command = app.add_subcommand("policy", "list, show, test and document policies");
  add_policy_commands(*policy_command, policy);

  PostArguments post;
  auto* post_command = app.add_subcommand("post", "post reports on a pull request");
  add_post_options(*post_command, post);

  InitArguments init;
  auto* init_command = app.add_subcommand(
      "init", "write the CI files, the pre-commit hook and the configuration a repository needs");
  add_init_options(*init_command, init);

  MergeArguments merge;
  auto* merge_command =
      app.add_subcommand("merge", "put JSON reports together: the shards of a run, or others");
  add_merge_options(*merge_command, merge);

  auto reversed = arguments;
  std::ranges::reverse(reversed);
  try {
    app.parse(std::move(reversed));
  } catch (const CLI::ParseError& error) {
    // CLI11 reports by exceptions, also what is no error: help and version.
    return app.exit(error, world.out, world.err) == 0 ? 0 : 2;
  }
  if (baseline_command->parsed()) return run_baseline(std::move(baseline), world);
  if (review_command->parsed()) return run_review(std::move(review), world);
  if (check_command->parsed()) {
    if (check.options.paths.empty() && !check.options.is_staged)
      check.options.paths.emplace_back(".");
    return gate(std::move(check), world);
  }
  if (plan_command->parsed()) {
    plan.as = "plan";
    if (plan.options.read.roots.empty()) add_folders_of_plans(plan, world);
    return gate(std::move(plan), world);
  }
  if (post_command->parsed()) return run_post_command(post, world);
  if (init_command->parsed()) return run_init_command(init, world);
  if (merge_command->parsed()) return run_merge_command(merge, world);
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
