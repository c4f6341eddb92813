#include "policy/catalogue.h"

#include <algorithm>

#include "base/glob.h"
#include "base/text.h"
#include "policy/builtin.h"
#include "policy/profiles.h"

namespace stopgate::policy {

Catalogue Catalogue::built_in() {
  Catalogue out;
  for (const auto& policy : builtin_policies()) out.policies_.push_back(to_policy(policy));
  std::ranges::sort(out.policies_, {}, &Policy::id);
  return out;
}

void Catalogue::add(Policy policy) {
  const auto at = std::ranges::lower_bound(policies_, policy.id, {}, &Policy::id);
  if (at != policies_.end() && at->id == policy.id) {
    *at = std::move(policy);
  } else {
    policies_.insert(at, std::move(policy));
  }
}

const Policy* Catalogue::find(std::string_view id) const {
  const auto at = std::ranges::lower_bound(
      policies_, id, {}, [](const Policy& policy) { return std::string_view(policy.id); });
  if (at != policies_.end() && at->id == id) return &*at;
  const auto alias = std::ranges::find_if(policies_, [&](const Policy& policy) {
    return std::ranges::find(policy.aliases, id) != policy.aliases.end();
  });
  return alias == policies_.end() ? nullptr : &*alias;
}

std::vector<std::string> Catalogue::ids_of(std::string_view alias) const {
  std::vector<std::string> out;
  for (const auto& policy : policies_)
    if (policy.id == alias || std::ranges::find(policy.aliases, alias) != policy.aliases.end())
      out.push_back(policy.id);
  return out;
}

namespace {

// `k8s.probe.*` also means what lies deeper: ids are prefixes of each other.
bool selects(const std::string& glob, const Policy& policy) {
  if (glob_match(glob, policy.id, '\0')) return true;
  return std::ranges::find(policy.aliases, glob) != policy.aliases.end();
}

Result<std::vector<const Profile*>> profiles_of(const Selection& selection) {
  std::vector<const Profile*> out;
  for (const auto& name : selection.profiles) {
    const auto* profile = find_profile(name);
    if (profile != nullptr) {
      out.push_back(profile);
      continue;
    }
    std::string names;
    for (const auto& known : profiles()) names += (names.empty() ? "" : ", ") + known.name;
    return fail("no profile is named " + quoted(name) + "; there are " + names);
  }
  return out;
}

// Names of policies that the reviewed files may bring: no catalogue knows them beforehand.
bool is_found_in_inputs(std::string_view glob) {
  return glob.starts_with("admission.") || glob.starts_with("crd.");
}

}  // namespace

Result<std::vector<const Policy*>> Catalogue::select(const Selection& selection) const {
  for (const auto& glob : selection.globs) {
    if (is_found_in_inputs(glob)) continue;
    if (std::ranges::any_of(policies_, [&](const Policy& policy) { return selects(glob, policy); }))
      continue;
    std::vector<std::string_view> ids;
    for (const auto& policy : policies_) ids.push_back(policy.id);
    const auto near = nearest_name(glob, ids);
    return fail("no policy matches " + quoted(glob) +
                (near ? "; did you mean '" + std::string(*near) + "'?"
                      : "; 'stopgate policy list' shows them all"));
  }
  STOPGATE_TRY(const auto profiles, profiles_of(selection));
  std::vector<const Policy*> out;
  for (const auto& policy : policies_) {
    const bool is_named =
        std::ranges::any_of(selection.globs,
                            [&](const std::string& glob) { return selects(glob, policy); }) ||
        std::ranges::any_of(profiles,
                            [&](const Profile* profile) { return profile->has(policy.id); });
    const bool names_none = selection.globs.empty() && profiles.empty();
    if (names_none ? policy.is_enabled || selection.with_disabled : is_named)
      out.push_back(&policy);
  }
  return out;
}

}  // namespace stopgate::policy
