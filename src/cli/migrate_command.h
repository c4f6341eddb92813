#pragma once

// stopgate policy migrate: a peer's configuration as ours, and what differs.

#include <string>

#include "cli/app.h"
#include "cli/peer_settings.h"
#include "policy/catalogue.h"

namespace stopgate::cli {

struct MigrateArguments {
  std::string tool;
  std::string folder = ".";
};

// The text of a .stopgate.yaml; what has no equivalent stands in it as comments.
[[nodiscard]] std::string configuration_of(std::string_view tool, const PeerSettings& settings,
                                           const policy::Catalogue& catalogue);

[[nodiscard]] int run_migrate_command(const MigrateArguments& arguments, const World& world);

}  // namespace stopgate::cli
