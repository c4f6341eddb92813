#include "config/apply.h"

#include <algorithm>

#include "base/glob.h"

namespace stopgate::config {

namespace {

bool is_below(std::string_view path, std::string_view folder) {
  return folder.empty() ||
         (path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/');
}

// `k8s.probe.*` also means what lies deeper, as --policy does.
bool names_policy(const std::string& glob, const std::string& policy) {
  return glob.empty() || glob_match(glob, policy, '\0');
}

bool matches(const std::string& glob, std::string_view text) {
  return glob.empty() || glob_match(glob, text, '\0');
}

bool any_holds(const std::vector<std::string>& globs, std::string_view path) {
  return std::ranges::any_of(globs,
                             [&](const std::string& glob) { return holds_path(glob, path); });
}

bool any_matches(const std::vector<std::string>& globs, std::string_view text) {
  return !text.empty() && std::ranges::any_of(globs, [&](const std::string& glob) {
    return glob_match(glob, text, '\0');
  });
}

bool has_tag(const Environment& environment, const Where& where) {
  return where.tag && std::ranges::any_of(environment.tags, [&](const auto& tag) {
           const auto value = where.tag(tag.first);
           return !value.empty() && glob_match(tag.second, value, '\0');
         });
}

// The type of a Terraform resource, without modules: "aws_s3_bucket", "data.aws_ami".
std::string terraform_part(const std::string& address, std::size_t from_end) {
  const auto plain = finding::without_instance_keys(address);
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin <= plain.size();) {
    const auto end = std::min(plain.find('.', begin), plain.size());
    parts.push_back(plain.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts.size() > from_end ? parts[parts.size() - 1 - from_end] : std::string();
}

std::string kind_of(const finding::Subject& subject) {
  return subject.address.empty() ? subject.kind : terraform_part(subject.address, 1);
}

std::string name_of_subject(const finding::Subject& subject) {
  return subject.address.empty() ? subject.name : terraform_part(subject.address, 0);
}

}  // namespace

bool holds_path(std::string_view glob, std::string_view path) {
  for (auto at = path; !at.empty();) {
    if (glob_match(glob, at, '/')) return true;
    const auto slash = at.find_last_of('/');
    if (slash == std::string_view::npos) break;
    at = at.substr(0, slash);
  }
  return false;
}

std::vector<std::string_view> environments_of(const Config& config, const finding::Finding& finding,
                                              const Where& where) {
  std::vector<std::string_view> out;
  for (const auto& environment : config.environments)
    if (any_holds(environment.paths, where.path) ||
        any_matches(environment.workspaces, where.workspace) ||
        any_matches(environment.namespaces, finding.subject.name_space) ||
        has_tag(environment, where))
      out.push_back(environment.name);
  return out;
}

bool apply_overrides(const Config& config, const Where& where, finding::Finding& finding) {
  const auto environments = environments_of(config, finding, where);
  bool is_enabled = where.is_on;
  for (const auto& item : config.overrides) {
    if (!names_policy(item.policy, finding.policy) || !is_below(where.path, item.folder)) continue;
    if (!item.environment.empty() &&
        std::ranges::find(environments, item.environment) == environments.end())
      continue;
    if (item.is_enabled) is_enabled = *item.is_enabled;
    if (item.severity) finding.severity = *item.severity;
    if (item.level) finding.level = *item.level;
  }
  return is_enabled;
}

const Exemption* exemption_of(const Config& config, const finding::Finding& finding,
                              const Where& where, std::string_view today) {
  if (finding.level == finding::Level::Mandatory) return nullptr;
  const auto accepts = [&](const Exemption& exemption) {
    return (exemption.until.empty() || exemption.until >= today) &&
           names_policy(exemption.policy, finding.policy) &&
           is_below(where.path, exemption.folder) &&
           (exemption.path.empty() || holds_path(exemption.path, where.path)) &&
           matches(exemption.kind, kind_of(finding.subject)) &&
           matches(exemption.name, name_of_subject(finding.subject)) &&
           matches(exemption.name_space, finding.subject.name_space);
  };
  const auto found = std::ranges::find_if(config.exemptions, accepts);
  return found == config.exemptions.end() ? nullptr : &*found;
}

}  // namespace stopgate::config
