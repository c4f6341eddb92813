#include "cli/policy_docs.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <ostream>

#include "base/text.h"
#include "policy/environment.h"
#include "policy/peers.h"

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

using Pages = std::vector<const policy::LoadedPolicy*>;

std::string link(const policy::Policy& policy) {
  return "[" + policy.id + "](" + policy.id + ".md)";
}

// "aws", "k8s", "plan".
std::string area_of(const policy::Policy& policy) {
  return policy.id.substr(0, policy.id.find('.'));
}

std::vector<std::string> areas_of(const Pages& policies) {
  std::vector<std::string> out;
  for (const auto* loaded : policies)
    if (const auto area = area_of(loaded->policy); out.empty() || out.back() != area)
      out.push_back(area);
  return out;
}

constexpr std::array kSeverities{finding::Severity::Critical, finding::Severity::High,
                                 finding::Severity::Medium, finding::Severity::Low,
                                 finding::Severity::Info};

// How many there are, by area and severity.
std::string counts(const Pages& policies) {
  std::string out = "| area |";
  for (const auto severity : kSeverities) out += " " + std::string(name_of(severity)) + " |";
  out += " on by default |\n|---|";
  for (std::size_t i = 0; i <= kSeverities.size(); ++i) out += "---|";
  out += "\n";
  for (const auto& area : areas_of(policies)) {
    out += "| [" + area + "](#" + area + ") |";
    const auto count = [&](auto&& is_wanted) {
      return std::to_string(std::ranges::count_if(policies, [&](const auto* loaded) {
        return area_of(loaded->policy) == area && is_wanted(loaded->policy);
      }));
    };
    for (const auto severity : kSeverities)
      out +=
          " " + count([&](const policy::Policy& one) { return one.severity == severity; }) + " |";
    out += " " + count([](const policy::Policy& one) { return one.is_enabled; }) + " |\n";
  }
  return out;
}

std::string index(const Pages& policies) {
  std::string out =
      "# Policies\n\nGenerated from `policies/`. [What each target sees](targets.md) · [by the ids "
      "of other tools](peers.md) · [by incident](../incidents.md)\n\n" +
      counts(policies);
  for (const auto& area : areas_of(policies)) {
    out += "\n## " + area + "\n\n| policy | severity | target | |\n|---|---|---|---|\n";
    for (const auto* loaded : policies) {
      const auto& policy = loaded->policy;
      if (area_of(policy) != area) continue;
      out += "| " + link(policy) + " | " + std::string(name_of(policy.severity)) + " | " +
             std::string(policy::name_of(policy.target)) + " | " + policy.title +
             (policy.is_enabled ? "" : " (off by default)") + " |\n";
    }
  }
  return out;
}

std::string peer_index(const Pages& policies) {
  std::string out =
      "# Policies by the ids of other tools\n\nGenerated from the aliases of the policies. "
      "`stopgate policy show ID` takes these ids too, suppression comments that name them are "
      "honoured, and `stopgate policy migrate --from TOOL` turns a configuration into ours.\n";
  for (const auto& peer : policy::peers()) {
    std::map<std::string, std::string> rows;
    for (const auto* loaded : policies) {
      for (const auto& alias : loaded->policy.aliases) {
        if (!peer.has(alias)) continue;
        auto& row = rows[policy::plain_peer_id(alias)];
        if (!row.ends_with(link(loaded->policy)))
          row += (row.empty() ? "" : ", ") + link(loaded->policy);
      }
    }
    if (rows.empty()) continue;
    out += "\n## " + peer.name + "\n\n| there | here |\n|---|---|\n";
    for (const auto& [id, links] : rows) out += "| " + id + " | " + links + " |\n";
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
  write("peers.md", peer_index(sorted));
  write("targets.md", targets());
  if (has_failed) world.err << "stopgate: cannot write to " << quoted(folder) << '\n';
  return has_failed ? 2 : 0;
}

}  // namespace stopgate::cli
