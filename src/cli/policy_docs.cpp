#include "cli/policy_docs.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <ostream>

#include "base/text.h"
#include "policy/environment.h"

namespace stopgate::cli {

namespace {

std::string fenced(std::string_view language, std::string_view text) {
  std::string out = "```" + std::string(language) + "\n" + std::string(text);
  if (!out.ends_with('\n')) out += '\n';
  return out + "```\n";
}

std::string_view language_of(policy::ExampleKind kind) {
  return kind == policy::ExampleKind::Terraform ? "hcl" : "yaml";
}

// Inside a table, a bar would end the cell.
std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|') out += '\\';
    out += c;
  }
  return out;
}

std::string page(const policy::LoadedPolicy& loaded) {
  const auto& policy = loaded.policy;
  std::string out = "# " + policy.title + "\n\n`" + policy.id + "` · " +
                    std::string(finding::name_of(policy.severity)) + " · " +
                    std::string(policy::name_of(policy.target)) +
                    (policy.is_enabled ? "" : " · off by default") + "\n\n";
  out += "**What breaks.** " + policy.incident + "\n\n**What to do.** " + policy.remediation + "\n";
  if (!policy.aliases.empty()) out += "\nElsewhere known as: " + join(policy.aliases, ", ") + "\n";
  if (!policy.parameters.empty()) {
    out += "\n| parameter | default |\n|---|---|\n";
    for (const auto& parameter : policy.parameters)
      out += "| `" + parameter.name + "` | `" + cell(parameter.json) + "` |\n";
  }
  for (const auto& example : loaded.examples) {
    out += std::string("\n## ") + (example.is_failing ? "Found: " : "Silent: ") + example.title +
           "\n\n";
    for (const auto& file : example.base.value_or(std::vector<policy::ExampleFile>{}))
      out +=
          "Before, `" + file.path + "`:\n\n" + fenced(language_of(example.kind), file.text) + "\n";
    for (const auto& file : example.files)
      out += (example.files.size() > 1 ? "`" + file.path + "`\n\n" : "") +
             fenced(language_of(example.kind), file.text);
  }
  if (!policy.references.empty()) {
    out += "\n## Read more\n\n";
    for (const auto& reference : policy.references) out += "- <" + reference + ">\n";
  }
  return out;
}

std::string index(const std::vector<const policy::LoadedPolicy*>& policies) {
  std::string out =
      "# Policies\n\nGenerated from `policies/`. [What each target sees](targets.md).\n\n| policy "
      "| severity | target | |\n|---|---|---|---|\n";
  for (const auto* loaded : policies) {
    const auto& policy = loaded->policy;
    out += "| [" + policy.id + "](" + policy.id + ".md) | " +
           std::string(finding::name_of(policy.severity)) + " | " +
           std::string(policy::name_of(policy.target)) + " | " + policy.title +
           (policy.is_enabled ? "" : " (off by default)") + " |\n";
  }
  return out;
}

std::string targets() {
  std::string out =
      "# What each target sees\n\nGenerated from the program. Every target has:\n\n| variable | "
      "|\n|---|---|\n";
  const auto rows = [&](std::span<const policy::VariableInfo> variables) {
    for (const auto& variable : variables)
      out +=
          "| `" + std::string(variable.name) + "` | " + std::string(variable.description) + " |\n";
  };
  rows(policy::common_variables());
  for (std::size_t i = 0; i < policy::kTargetCount; ++i) {
    const auto target = static_cast<policy::Target>(i);
    out += "\n## " + std::string(policy::name_of(target)) + "\n\n| variable | |\n|---|---|\n";
    rows(policy::variables_of(target));
  }
  out +=
      "\n## Functions\n\nBesides CEL's standard and extension libraries and Kubernetes':\n\n| "
      "function | |\n|---|---|\n";
  for (const auto& function : policy::domain_functions())
    out += "| `" + std::string(function.signature) + "` | " + std::string(function.description) +
           " |\n";
  return out;
}

}  // namespace

int write_policy_docs(const std::string& folder, const LoadedPolicies& policies,
                      const World& world) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  std::vector<const policy::LoadedPolicy*> sorted;
  for (const auto& policy : policies.policies) sorted.push_back(&policy);
  std::ranges::sort(sorted, {},
                    [](const policy::LoadedPolicy* policy) { return policy->policy.id; });
  bool has_failed = false;
  const auto write = [&](const std::string& name, const std::string& text) {
    std::ofstream file(std::filesystem::path(folder) / name, std::ios::binary | std::ios::trunc);
    file << text << std::flush;
    has_failed = has_failed || !file;
  };
  for (const auto* policy : sorted) write(policy->policy.id + ".md", page(*policy));
  write("index.md", index(sorted));
  write("targets.md", targets());
  if (has_failed) world.err << "stopgate: cannot write to " << quoted(folder) << '\n';
  return has_failed ? 2 : 0;
}

}  // namespace stopgate::cli
