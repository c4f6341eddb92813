#include "cli/schema_command.h"

#include <ostream>

#include "base/text.h"

namespace stopgate::cli {

int print_schema(const std::string& name, const World& world) {
  if (name == "policy") {
    world.out << data::kPolicySchema;
    return 0;
  }
  if (name == "config") {
    world.out << data::kConfigSchema;
    return 0;
  }
  if (name == "findings") {
    world.out << data::kFindingsSchema;
    return 0;
  }
  world.err << "stopgate: no schema " << stopgate::quoted(name)
            << "; there are policy, findings, config\n";
  return 2;
}

}  // namespace stopgate::cli
