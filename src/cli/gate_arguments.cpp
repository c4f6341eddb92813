#include "cli/gate_arguments.h"

#include <CLI/CLI.hpp>
#include <charconv>

#include "base/text.h"
#include "policy/dated_facts.h"
#include "terraform/provider_schema.h"

namespace stopgate::cli {

namespace {

Result<std::pair<std::string, std::string>> split_setting(const std::string& text,
                                                          std::string_view option) {
  const auto equals = text.find('=');
  if (equals == std::string::npos || equals == 0)
    return fail(std::string(option) + " wants NAME=VALUE, not '" + text + "'");
  return std::pair(text.substr(0, equals), text.substr(equals + 1));
}

Result<finding::Severity> severity_of(const std::string& text, std::string_view option) {
  if (const auto severity = finding::parse_severity(text)) return *severity;
  return fail("unknown severity '" + text + "' for " + std::string(option) +
              "; one of info, low, medium, high, critical");
}

}  // namespace

void add_gate_options(CLI::App& command, GateArguments& to) {
  command
      .add_option(
          "--format", to.options.formats,
          "text, json, html, markdown, sarif, junit, checkstyle, codequality, jenkins, rdjson, "
          "github, slack "
          "or teams; F=FILE writes to a file; repeatable")
      ->type_name("F[=FILE]")
      ->allow_extra_args(false);
  command
      .add_option("--fail-on", to.fail_on,
                  "lowest severity that makes the status 1: info, low, medium, high, critical "
                  "(default: what .stopgate.yaml says, else high)")
      ->type_name("SEVERITY");
  command
      .add_option("--max", to.most,
                  "findings of a severity that may be there before the status is 1, as medium=10; "
                  "repeatable")
      ->type_name("SEVERITY=N")
      ->allow_extra_args(false);
  command.add_option("--label", to.options.labels, "a label of the pull request; repeatable")
      ->type_name("NAME")
      ->allow_extra_args(false);
  command
      .add_option("--approved-by", to.options.approvers,
                  "someone who approved the pull request; with a label that .stopgate.yaml names "
                  "under 'approval', an owner named there lets findings pass; repeatable")
      ->type_name("WHO")
      ->allow_extra_args(false);
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
      .add_option("--environment", to.environments,
                  "a set of values under which Terraform roots are evaluated, beside the others "
                  "given so; repeatable")
      ->type_name("NAME=FILE[,FILE]")
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

Result<GateOptions> gate_options(GateArguments&& from, const World& world) {
  auto out = std::move(from.options);
  if (!from.fail_on.empty()) {
    STOPGATE_TRY(out.gate, severity_of(from.fail_on, "--fail-on"));
    out.is_gate_given = true;
  }
  for (const auto& text : from.most) {
    STOPGATE_TRY(const auto setting, split_setting(text, "--max"));
    STOPGATE_TRY(const auto severity, severity_of(setting.first, "--max"));
    std::size_t count = 0;
    const auto* end = setting.second.data() + setting.second.size();
    const auto [stop, error] = std::from_chars(setting.second.data(), end, count);
    if (error != std::errc() || stop != end)
      return fail("--max wants a number of findings, not '" + setting.second + "'");
    out.most[severity] = count;
  }
  out.with_configuration = !from.without_configuration;
  out.selection = {.globs = std::move(from.policies),
                   .profiles = std::move(from.profiles),
                   .with_disabled = from.with_disabled};
  if (!out.as_of.empty() && !policy::is_day(out.as_of))
    return fail("--as-of wants a day such as 2025-12-31, not '" + out.as_of + "'");
  if (!from.shard.empty()) {
    STOPGATE_TRY(out.shard, finding::parse_shard(from.shard));
  }
  if (!from.as.empty()) {
    out.read.as = model::parse_input_kind(from.as);
    if (!out.read.as)
      return fail("unknown kind '" + from.as +
                  "' for --as; one of kubernetes, terraform, plan, workflow");
  }
  for (const auto& text : from.parameters) {
    STOPGATE_TRY(auto setting, split_setting(text, "--param"));
    out.parameters.push_back(std::move(setting));
  }
  for (const auto& text : from.variables) {
    STOPGATE_TRY(auto setting, split_setting(text, "--var"));
    out.read.variables.insert_or_assign(std::move(setting.first), std::move(setting.second));
  }
  for (const auto& text : from.environments) {
    STOPGATE_TRY(auto setting, split_setting(text, "--environment"));
    model::Environment environment{.name = std::move(setting.first)};
    for (const auto file : split(setting.second, ','))
      if (!file.empty()) environment.variable_files.emplace_back(file);
    out.read.environments.push_back(std::move(environment));
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

}  // namespace stopgate::cli
