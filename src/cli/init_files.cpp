#include "cli/init_files.h"

#include <algorithm>

namespace stopgate::cli {

namespace {

// What stands in the templates until the user says where a release lies.
constexpr std::string_view kArchive = "https://example.com/stopgate-0.1.0-linux-x86_64.tar.gz";
constexpr std::string_view kImage =
    "registry.example.com/"
    "stopgate@sha256:0000000000000000000000000000000000000000000000000000000000000000";
constexpr std::string_view kSha256 =
    "0000000000000000000000000000000000000000000000000000000000000000";

void replace_all(std::string& text, std::string_view from, const std::string& to) {
  if (to.empty()) return;
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

std::string filled(std::string_view text, const InitArguments& arguments) {
  std::string out(text);
  replace_all(out, kImage, arguments.image);
  replace_all(out, kArchive, arguments.archive);
  replace_all(out, kSha256, arguments.sha256);
  return out;
}

constexpr std::string_view kConfigHead =
    "# What this repository wants otherwise than stopgate does by itself. 'stopgate schema config' "
    "prints the schema;\n"
    "# docs/configuration.md explains each key. A review takes this file from the base, not from "
    "the change.\n"
    "version: 1\n"
    "\n"
    "# The lowest severity that fails: info, low, medium, high or critical.\n"
    "fail-on: high\n"
    "\n"
    "# Named sets of policies beside those that are on: security, reliability, cost, strict, …\n"
    "# profiles: [security]\n"
    "\n"
    "# Policies of your own: 'stopgate policy new ID' writes one.\n"
    "# policies: [policies/]\n"
    "\n"
    "# Single policies, by id or glob.\n"
    "# overrides:\n"
    "#   k8s.probe.**: {severity: low, reason: batch jobs only}\n"
    "\n"
    "# What is accepted, by whom, why, and until when.\n"
    "# exemptions:\n"
    "#   - {policy: k8s.probe.**, path: vendor, reason: third-party charts, owner: \"@platform\", "
    "until: 2026-12-31}\n";

constexpr std::string_view kConfigTerraform =
    "\n"
    "# Which Terraform roots are which stage: values and rules may differ.\n"
    "# environments:\n"
    "#   production:\n"
    "#     paths: [envs/prod]\n"
    "#     var-files: [envs/prod.tfvars]\n"
    "#     overrides: {plan.delete: {level: mandatory}}\n";

constexpr std::string_view kConfigKubernetes =
    "\n"
    "# The clusters that manifests are for: what a version does not serve is a finding.\n"
    "# clusters: {prod: {kubernetes: \"1.31\"}}\n";

std::string configuration(const Repository& repository) {
  std::string out(kConfigHead);
  if (repository.has_terraform) out += kConfigTerraform;
  if (repository.has_kubernetes || repository.has_chart) out += kConfigKubernetes;
  return out;
}

constexpr std::string_view kGitLabRoot =
    "include:\n"
    "  - local: .gitlab/ci/stopgate.gitlab-ci.yml\n";

}  // namespace

const std::vector<std::string>& template_kinds() {
  static const std::vector<std::string> kinds = {"github",     "gitlab",   "jenkins",
                                                 "pre-commit", "atlantis", "kubernetes"};
  return kinds;
}

std::vector<std::string> kinds_of(const Repository& repository) {
  std::vector<std::string> out;
  if (repository.has_github) out.emplace_back("github");
  if (repository.has_gitlab) out.emplace_back("gitlab");
  if (repository.has_jenkins) out.emplace_back("jenkins");
  out.emplace_back("pre-commit");
  return out;
}

std::vector<NewFile> new_files(const std::vector<std::string>& kinds, const Repository& repository,
                               const InitArguments& arguments) {
  std::vector<NewFile> out;
  const auto add = [&](std::string path, std::string_view text, std::string if_present = {}) {
    out.push_back({std::move(path), filled(text, arguments), std::move(if_present)});
  };
  add(".stopgate.yaml", configuration(repository));
  const auto wants = [&](std::string_view kind) {
    return std::ranges::find(kinds, kind) != kinds.end();
  };
  if (wants("github")) {
    add(".github/workflows/stopgate.yml", data::kGitHub);
    add(".github/workflows/stopgate-post.yml", data::kGitHubPost);
  }
  if (wants("gitlab")) {
    add(".gitlab/ci/stopgate.gitlab-ci.yml", data::kGitLab);
    add(".gitlab-ci.yml", kGitLabRoot,
        "add to it: include: [{local: .gitlab/ci/stopgate.gitlab-ci.yml}]");
  }
  if (wants("jenkins"))
    add("Jenkinsfile", data::kJenkins,
        "take over the stages that 'stopgate init --for jenkins --dry-run' prints");
  if (wants("pre-commit"))
    add(".pre-commit-config.yaml", data::kPreCommit,
        "add the hook that 'stopgate init --for pre-commit --dry-run' prints");
  if (wants("atlantis")) add("atlantis/repos.yaml", data::kAtlantis);
  if (wants("kubernetes")) add("ci/stopgate-job.yaml", data::kKubernetesJob);
  return out;
}

}  // namespace stopgate::cli
