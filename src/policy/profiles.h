#pragma once

// Profiles: named sets of policies, from policies/data/profiles.yaml.

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace stopgate::policy {

namespace data {
extern const std::string_view kProfiles;
}

struct Profile {
  std::string name;
  std::string title;                  // "what lets somebody in, or lets data out"
  std::vector<std::string> includes;  // ids or globs over ids
  std::vector<std::string> excludes;  // win over what is included

  [[nodiscard]] bool has(std::string_view id) const;
};

// In the order of the file; read when first asked for.
[[nodiscard]] std::span<const Profile> profiles();
[[nodiscard]] const Profile* find_profile(std::string_view name);

}  // namespace stopgate::policy
