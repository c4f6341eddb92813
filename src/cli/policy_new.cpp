#include "cli/policy_new.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fstream>
#include <ostream>

#include "base/text.h"
#include "cli/mistakes.h"
#include "policy/load.h"
#include "policy/skeleton.h"

namespace stopgate::cli {

namespace {

// k8s.probe.readiness.missing: readiness-missing.yaml, as the built-in policies are filed.
std::string usual_file(std::string_view id) {
  const auto parts = split(id, '.');
  std::string out;
  for (auto i = std::min<std::size_t>(2, parts.size() - 1); i < parts.size(); ++i)
    out += (out.empty() ? "" : "-") + std::string(parts[i]);
  return out + ".yaml";
}

}  // namespace

void add_new_options(CLI::App& command, NewArguments& to) {
  command.add_option("ID", to.id, "area.subject.defect, such as k8s.probe.readiness.missing")
      ->required();
  command
      .add_option("--target", to.target,
                  "what it looks at: object, container, resource, change, … (default: by the id)")
      ->type_name("TARGET");
  command.add_option("--to", to.file, "file to write; - is the standard output")->type_name("FILE");
}

int write_new_policy(const NewArguments& arguments, const World& world) {
  auto target = policy::usual_target(arguments.id);
  if (!arguments.target.empty()) {
    const auto parsed = policy::parse_target(arguments.target);
    if (!parsed)
      return wrong_use(world, "unknown target " + stopgate::quoted(arguments.target) +
                                  "; docs/policies/targets.md lists them");
    target = *parsed;
  }
  const auto text = policy::policy_skeleton(arguments.id, target);
  if (text.empty())
    return wrong_use(world, "new knows the targets container, object, resource and change, not " +
                                stopgate::quoted(policy::name_of(target)) +
                                ": begin with the nearest of them");
  source::SourceMap sources;
  const auto loaded = policy::load_policies(sources, sources.add(arguments.id, text));
  if (source::has_errors(loaded.diagnostics))
    return wrong_use(world,
                     loaded.diagnostics.front().message + "; " + loaded.diagnostics.front().help);
  if (arguments.file == "-") {
    world.out << text;
    return 0;
  }
  const auto path = arguments.file.empty() ? usual_file(arguments.id) : arguments.file;
  if (world.files.kind(path) != source::FileKind::Missing)
    return wrong_use(world, stopgate::quoted(path) + " is there already; say --to FILE");
  std::ofstream file(path, std::ios::binary);
  file << text << std::flush;
  if (!file) return wrong_use(world, "cannot write " + stopgate::quoted(path));
  world.out << "wrote " << printable(path) << "; try: stopgate policy test --policies "
            << printable(path) << '\n';
  return 0;
}

}  // namespace stopgate::cli
