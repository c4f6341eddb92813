#include "cli/upgrade_command.h"

namespace stopgate::cli {

void add_upgrade_options(CLI::App& command, UpgradeVersions& to) {
  command.add_option("--from", to.from, "the version that runs now, as 1.27")
      ->type_name("VERSION")
      ->required();
  command.add_option("--to", to.to, "the version to go to, as 1.28")
      ->type_name("VERSION")
      ->required();
}

std::string fleet_parameter(const UpgradeVersions& versions) {
  return "kubernetes.version=" + versions.from + ".." + versions.to;
}

}  // namespace stopgate::cli
