#include "policy/profiles.h"

#include <algorithm>

#include "base/glob.h"
#include "policy/data_table.h"

namespace stopgate::policy {

namespace {

std::vector<std::string> texts(const value::Value& list) {
  std::vector<std::string> out;
  for (const auto& item : list.items()) out.emplace_back(item.string_if().value_or(""));
  return out;
}

std::vector<Profile> read_profiles() {
  const DataTable table("profiles.yaml", data::kProfiles);
  std::vector<Profile> out;
  for (const auto& row : table.root().get("profiles").items())
    out.push_back({.name = std::string(row.get("name").string_if().value_or("")),
                   .title = std::string(row.get("title").string_if().value_or("")),
                   .includes = texts(row.get("include")),
                   .excludes = texts(row.get("exclude"))});
  return out;
}

bool any_matches(const std::vector<std::string>& globs, std::string_view id) {
  return std::ranges::any_of(globs,
                             [&](const std::string& glob) { return glob_match(glob, id, '\0'); });
}

}  // namespace

bool Profile::has(std::string_view id) const {
  return any_matches(includes, id) && !any_matches(excludes, id);
}

std::span<const Profile> profiles() {
  static const auto* const read = new std::vector<Profile>(read_profiles());
  return *read;
}

const Profile* find_profile(std::string_view name) {
  const auto all = profiles();
  const auto at = std::ranges::find(all, name, &Profile::name);
  return at == all.end() ? nullptr : &*at;
}

}  // namespace stopgate::policy
