#include "cli/policy_list.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <ostream>

#include "base/glob.h"
#include "base/text.h"
#include "json/writer.h"

namespace stopgate::cli {

namespace {

using value::Value;

bool matches_any(const std::vector<std::string>& globs, std::string_view text) {
  return globs.empty() || std::ranges::any_of(globs, [&](const std::string& glob) {
           return glob_match(glob, text, '\0');
         });
}

bool is_wanted(const ListArguments& arguments, const std::vector<std::string>& ids,
               const policy::Policy& policy) {
  const auto is = [](const std::string& wanted, std::string_view text) {
    return wanted.empty() || wanted == text;
  };
  const auto has_alias = [&] {
    return arguments.alias.empty() ||
           std::ranges::any_of(policy.aliases, [&](const std::string& alias) {
             return glob_match(arguments.alias, alias, '\0');
           });
  };
  return matches_any(ids, policy.id) && is(arguments.severity, finding::name_of(policy.severity)) &&
         is(arguments.target, policy::name_of(policy.target)) && has_alias() &&
         (!arguments.only_enabled || policy.is_enabled);
}

std::string padded(std::string_view text, std::size_t width) {
  std::string out(text);
  if (out.size() < width) out.resize(width, ' ');
  return out;
}

void print_table(const std::vector<const policy::Policy*>& policies, const World& world) {
  std::size_t widest = 0;
  for (const auto* policy : policies) widest = std::max(widest, policy->id.size());
  for (const auto* policy : policies)
    world.out << padded(policy->id, widest) << "  " << padded(finding::name_of(policy->severity), 8)
              << "  " << padded(policy::name_of(policy->target), 14) << "  " << policy->title
              << (policy->is_enabled ? "" : " (off by default)") << '\n';
}

void print_json(const std::vector<const policy::Policy*>& policies, const World& world) {
  Arena arena;
  std::vector<Value> rows;
  for (const auto* policy : policies) {
    std::vector<Value> aliases;
    for (const auto& alias : policy->aliases) aliases.push_back(Value::string(alias));
    const value::Member row[] = {
        {intern("id"), Value::string(policy->id)},
        {intern("title"), Value::string(policy->title)},
        {intern("severity"), Value::string(finding::name_of(policy->severity))},
        {intern("target"), Value::string(policy::name_of(policy->target))},
        {intern("enabled"), Value::boolean(policy->is_enabled)},
        {intern("aliases"), value::List::make(arena, aliases)},
        {intern("incident"), Value::string(policy->incident)},
        {intern("remediation"), Value::string(policy->remediation)},
        {intern("path"), Value::string(policy->path)}};
    rows.push_back(value::Map::make(arena, row));
  }
  world.out << json::write_pretty(value::List::make(arena, rows)) << '\n';
}

}  // namespace

void add_list_options(CLI::App& command, ListArguments& to) {
  command.add_option("--severity", to.severity, "only of this severity")->type_name("SEVERITY");
  command.add_option("--target", to.target, "only of this target")->type_name("TARGET");
  command.add_option("--alias", to.alias, "only those that a peer knows by this id")
      ->type_name("GLOB");
  command.add_flag("--enabled", to.only_enabled, "only those that run unless told otherwise");
  command.add_flag("--json", to.as_json, "as JSON");
}

int list_policies(const ListArguments& arguments, const std::vector<std::string>& ids,
                  const policy::Catalogue& catalogue, const World& world) {
  const auto wrong = [&](const std::string& message) {
    world.err << "stopgate: " << message << '\n';
    return 2;
  };
  if (!arguments.severity.empty() && !finding::parse_severity(arguments.severity))
    return wrong("unknown severity " + stopgate::quoted(arguments.severity) +
                 "; one of info, low, medium, high, critical");
  if (!arguments.target.empty() && !policy::parse_target(arguments.target))
    return wrong("unknown target " + stopgate::quoted(arguments.target) +
                 "; docs/policies/targets.md lists them");
  std::vector<const policy::Policy*> wanted;
  for (const auto& policy : catalogue.policies())
    if (is_wanted(arguments, ids, policy)) wanted.push_back(&policy);
  if (arguments.as_json)
    print_json(wanted, world);
  else
    print_table(wanted, world);
  return 0;
}

}  // namespace stopgate::cli
