#pragma once

// Semantic versions, as SemVer 2 orders them.

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace stopgate::cel {

struct Semver {
  std::uint64_t major = 0, minor = 0, patch = 0;
  std::string prerelease;  // "rc.1"
  std::string build;       // ignored by order and equality

  [[nodiscard]] int compare(const Semver& other) const;
  bool operator==(const Semver& other) const { return compare(other) == 0; }
};

[[nodiscard]] Result<Semver> parse_semver(std::string_view text);
// "v1.2" as 1.2.0: drops a leading v, fills minor and patch, strips leading zeros.
[[nodiscard]] Result<Semver> parse_loose_semver(std::string_view text);
[[nodiscard]] std::string to_text(const Semver& version);

}  // namespace stopgate::cel
