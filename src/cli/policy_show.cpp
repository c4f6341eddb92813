#include "cli/policy_show.h"

#include <ostream>

#include "base/text.h"

namespace stopgate::cli {

void show_policy(const policy::Policy& policy, const World& world) {
  world.out << policy.id << '\n' << "  " << policy.title << "\n\n";
  world.out << "  severity     " << finding::name_of(policy.severity)
            << (policy.is_enabled ? "" : " (off by default)") << '\n';
  world.out << "  target       " << policy::name_of(policy.target) << '\n';
  world.out << "  file         " << policy.path << '\n';
  if (!policy.aliases.empty())
    world.out << "  also known as " << join(policy.aliases, ", ") << '\n';
  for (const auto& parameter : policy.parameters)
    world.out << "  parameter    " << parameter.name << " = " << parameter.json << '\n';
  world.out << "\n  what breaks  " << policy.incident << "\n  help         " << policy.remediation
            << "\n\n";
  for (const auto& condition : policy.match_conditions)
    world.out << "  applies when " << trim(condition.text) << '\n';
  for (const auto& validation : policy.validations)
    world.out << "  right when   " << trim(validation.expression.text) << '\n';
}

}  // namespace stopgate::cli
