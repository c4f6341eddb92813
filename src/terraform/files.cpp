#include "terraform/files.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <set>

namespace stopgate::terraform {

namespace {

constexpr std::array<std::string_view, 4> kConfigurationEndings = {".tf.json", ".tofu.json", ".tf",
                                                                   ".tofu"};

struct Skipped {
  std::string_view ending;
  std::string_view why;
};

// Files of Terraform's family that are not module content.
constexpr std::array<Skipped, 11> kSkipped = {{
    {".tftest.hcl", "a test file"},
    {".tftest.json", "a test file"},
    {".tofutest.hcl", "a test file"},
    {".tfmock.hcl", "mock data of tests"},
    {".tfquery.hcl", "a query file"},
    {".tfmigrate.hcl", "a state migration"},
    {".tfstack.hcl", "a stack, which is not read: check the plan JSON of its components instead"},
    {".tfcomponent.hcl", "a stack component, which is not read: check its plan JSON instead"},
    {".tfdeploy.hcl", "a stack deployment, which is not read: check its plan JSON instead"},
    {"terragrunt.hcl",
     "a Terragrunt unit, which is not read: check the plan JSON that Terragrunt produces instead"},
    {"root.hcl",
     "a Terragrunt root, which is not read: check the plan JSON that Terragrunt produces instead"},
}};

std::optional<std::string_view> configuration_ending(std::string_view name) {
  const auto* found = std::ranges::find_if(
      kConfigurationEndings, [&](std::string_view ending) { return name.ends_with(ending); });
  if (found == kConfigurationEndings.end()) return std::nullopt;
  return *found;
}

// Editors' backups and hidden files.
bool is_ignored(std::string_view name) {
  return name.starts_with('.') || name.ends_with('~') ||
         (name.size() > 1 && name.starts_with('#') && name.ends_with('#'));
}

bool is_override(std::string_view name, std::string_view ending) {
  const auto stem = name.substr(0, name.size() - ending.size());
  return stem == "override" || stem.ends_with("_override");
}

// The file of the same stem that OpenTofu reads instead: main.tofu for main.tf.
std::optional<std::string> hider_of(std::string_view name) {
  const auto stem = [&](std::string_view ending) {
    return std::string(name.substr(0, name.size() - ending.size()));
  };
  if (name.ends_with(".tf")) return stem(".tf") + ".tofu";
  if (name.ends_with(".tf.json")) return stem(".tf.json") + ".tofu.json";
  return std::nullopt;
}

// Rank among the files of values that are loaded by themselves; nothing for other files.
std::optional<int> variables_rank(std::string_view name) {
  if (name == "terraform.tfvars") return 0;
  if (name == "terraform.tfvars.json") return 1;
  if (name.ends_with(".auto.tfvars") || name.ends_with(".auto.tfvars.json")) return 2;
  return std::nullopt;
}

void note_skipped(const Folder& folder, std::string_view name, source::Diagnostics& diagnostics) {
  const auto* found = std::ranges::find_if(
      kSkipped, [&](const Skipped& skipped) { return name.ends_with(skipped.ending); });
  if (found == kSkipped.end()) return;
  diagnostics.push_back({.severity = source::Severity::Note,
                         .message = "not loaded: this is " + std::string(found->why),
                         .path = join_path(folder.shown, name)});
}

}  // namespace

std::string join_path(std::string_view folder, std::string_view relative) {
  auto joined =
      (std::filesystem::path(folder) / std::filesystem::path(relative)).lexically_normal().string();
  while (joined.size() > 1 && joined.ends_with('/')) joined.pop_back();
  return joined;
}

std::string relative_path(std::string_view path, std::string_view base) {
  const auto relative =
      std::filesystem::path(path).lexically_relative(std::filesystem::path(base)).string();
  return relative.empty() ? "." : relative;
}

bool is_configuration_file(std::string_view name) {
  return !is_ignored(name) && configuration_ending(name).has_value();
}

bool is_json_file(std::string_view name) {
  return name.ends_with(".json");
}

ModuleFiles list_module_files(const source::FileSystem& files, const Folder& folder) {
  ModuleFiles result;
  const auto entries = files.list(folder.path);
  if (!entries) {
    result.diagnostics.push_back(
        {.message = "the folder cannot be read: " + entries.error().message, .path = folder.shown});
    return result;
  }
  std::set<std::string, std::less<>> names;
  for (const auto& entry : *entries) {
    if (entry.kind != source::FileKind::Directory && !is_ignored(entry.name))
      names.insert(entry.name);
  }
  std::vector<std::pair<int, std::string>> variables;
  for (const auto& name : names) {
    if (const auto rank = variables_rank(name)) variables.emplace_back(*rank, name);
    const auto ending = configuration_ending(name);
    if (!ending) {
      note_skipped(folder, name, result.diagnostics);
      continue;
    }
    const auto hider = hider_of(name);
    if (hider && names.contains(*hider)) continue;
    (is_override(name, *ending) ? result.overrides : result.primary).push_back(name);
  }
  std::ranges::sort(variables);
  for (auto& [rank, name] : variables) result.variables.push_back(std::move(name));
  return result;
}

}  // namespace stopgate::terraform
