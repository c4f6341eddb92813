#include "iam/managed_policy.h"

#include <algorithm>

#include "base/text.h"
#include "iam/action_table.h"

namespace stopgate::iam {

namespace data {
extern const std::string_view kManagedPolicies;
}  // namespace data

namespace {

// "level:Read,List": every action of these levels.
void add_levels(std::string_view names, std::vector<std::string>& actions) {
  const auto lower = to_lower(names);
  const auto wanted = split(lower, ',');
  for (const auto& action : action_table().actions())
    if (std::ranges::find(wanted, name_of(action.level)) != wanted.end())
      actions.push_back(action.name);
}

Grants read_row(std::string_view name, std::span<const std::string_view> patterns) {
  Grant allowed;
  Grant all_but;
  for (auto* grant : {&allowed, &all_but}) {
    grant->resources = {"*"};
    grant->origin = name;
  }
  all_but.inverts_actions = true;
  for (const auto pattern : patterns) {
    if (pattern.starts_with("level:"))
      add_levels(pattern.substr(6), allowed.actions);
    else if (pattern.starts_with('!'))
      all_but.actions.emplace_back(pattern.substr(1));
    else
      allowed.actions.emplace_back(pattern);
  }
  Grants out;
  for (auto* grant : {&allowed, &all_but})
    if (!grant->actions.empty()) out.push_back(std::move(*grant));
  return out;
}

}  // namespace

std::string_view managed_policy_name(std::string_view arn) {
  const auto parts = split(arn, ':');
  if (parts.size() != 6 || parts[0] != "arn" || parts[2] != "iam" || parts[4] != "aws" ||
      !parts[5].starts_with("policy/"))
    return {};
  return parts[5].substr(parts[5].rfind('/') + 1);
}

std::optional<Grants> managed_policy_grants(std::string_view name) {
  for (const auto line : split(data::kManagedPolicies, '\n')) {
    if (!line.starts_with(name) || line.size() <= name.size() || line[name.size()] != ' ') continue;
    const auto words = split(line, ' ');
    return read_row(name, std::span(words).subspan(1));
  }
  return std::nullopt;
}

}  // namespace stopgate::iam
