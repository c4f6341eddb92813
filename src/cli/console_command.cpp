#include "cli/console_command.h"

#include <CLI/CLI.hpp>
#include <istream>
#include <ostream>

#include "base/text.h"
#include "cli/mistakes.h"
#include "model/read.h"
#include "terraform/console.h"

namespace stopgate::cli {

namespace {

void tell(const source::Diagnostics& diagnostics, const source::SourceMap& sources,
          const World& world) {
  for (const auto& diagnostic : diagnostics)
    if (diagnostic.severity != source::Severity::Note)
      world.err << source::to_string(diagnostic, sources) << '\n';
}

}  // namespace

void add_console_options(CLI::App& command, ConsoleArguments& to) {
  command.add_option("DIR", to.folder, "folder of the root module")->capture_default_str();
  command.add_option("--var", to.variables, "a Terraform variable; repeatable")
      ->type_name("NAME=VALUE")
      ->allow_extra_args(false);
  command.add_option("--var-file", to.variable_files, "a file of Terraform variables; repeatable")
      ->type_name("FILE")
      ->allow_extra_args(false);
  command.add_option("--workspace", to.workspace, "what terraform.workspace is; unknown otherwise");
  command.add_flag(
      "--json", to.as_json,
      "answer each line with {\"value\":…}, {\"unknown\":reason} or {\"error\":message}");
}

int run_console_command(const ConsoleArguments& arguments, const World& world) {
  if (world.in == nullptr) return wrong_use(world, "there is no standard input to read lines from");
  if (world.files.kind(arguments.folder) != source::FileKind::Directory)
    return wrong_use(world, "no folder " + stopgate::quoted(arguments.folder) + " to evaluate in");
  model::ReadOptions read{.variable_files = arguments.variable_files,
                          .workspace = arguments.workspace};
  for (const auto& text : arguments.variables) {
    const auto equals = text.find('=');
    if (equals == std::string::npos || equals == 0)
      return wrong_use(world, "--var wants NAME=VALUE, not " + stopgate::quoted(text));
    read.variables.insert_or_assign(text.substr(0, equals), text.substr(equals + 1));
  }
  for (const auto& [name, value] : world.environment)
    if (name.starts_with("TF_VAR_")) read.environment.emplace(name, value);

  source::SourceMap sources;
  terraform::Console console(sources, world.files, arguments.folder,
                             model::load_options(world.files, arguments.folder, read));
  tell(console.take_root_diagnostics(), sources, world);
  bool has_failed = false;
  // Each line is answered before the next is read: a program may hold both ends.
  for (std::string line; std::getline(*world.in, line);) {
    if (trim(line).empty()) continue;
    const auto result = console.evaluate(line);
    tell(console.take_root_diagnostics(), sources, world);
    const auto answer =
        arguments.as_json ? terraform::answer_json(result) : terraform::answer_text(result);
    has_failed = has_failed || answer.starts_with("error: ");
    world.out << answer << '\n' << std::flush;
  }
  return has_failed ? 2 : 0;
}

}  // namespace stopgate::cli
