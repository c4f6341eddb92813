#pragma once

// `stopgate upgrade --from 1.27 --to 1.28`: a check with the policies of the profile of that name,
// for a cluster that is at one version now and at the other soon.

#include <CLI/CLI.hpp>
#include <string>
#include <string_view>

namespace stopgate::cli {

inline constexpr std::string_view kUpgradeProfile = "upgrade";

struct UpgradeVersions {
  std::string from, to;
};

void add_upgrade_options(CLI::App& command, UpgradeVersions& to);

// As --param takes it: what is written must work before, on the way, and after.
[[nodiscard]] std::string fleet_parameter(const UpgradeVersions& versions);

}  // namespace stopgate::cli
