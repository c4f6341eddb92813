#include "cli/baseline_command.h"

#include <CLI/CLI.hpp>
#include <fstream>
#include <ostream>

#include "base/text.h"
#include "cli/judge.h"
#include "config/baseline.h"
#include "review/headline.h"

namespace stopgate::cli {

void add_baseline_options(CLI::App& command, BaselineArguments& to) {
  command.add_option("PATH", to.gate.options.paths, "files or folders (default: this folder)");
  command.add_flag("--update", to.is_update,
                   "take out what is mended by now; accept no finding that is not accepted yet");
  add_gate_options(command, to.gate);
}

int run_baseline(BaselineArguments&& arguments, const World& world) {
  auto options = gate_options(std::move(arguments.gate), world);
  if (!options) return wrong_use(world, options.error().message);
  if (options->paths.empty()) options->paths.emplace_back(".");
  auto settings =
      Settings::load(world.files, options->paths.front(), options->with_configuration, world);
  if (!settings) return 2;
  lay_over(*options, settings->run(), settings->top());
  const auto policies = load_policy_set(*options, *settings, world);
  if (!policies) return 2;
  const auto model = model::read_model(world.files, options->paths, options->read);
  if (!model) return wrong_use(world, model.error().message);
  const auto judged = judge(*model, *policies, *options, *settings, world);
  if (!judged) return 2;

  std::vector<finding::Finding> accepted = judged->accepted;
  if (!arguments.is_update)
    for (const auto& finding : judged->findings)
      if (finding.level != finding::Level::Mandatory) accepted.push_back(finding);
  std::vector<std::string> paths;
  for (const auto& finding : accepted)
    paths.push_back(settings->path_from_top(
        finding.place.is_known() ? model->sources->file(finding.place.file).path() : finding.path));
  const auto path = settings->baseline_path();
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << config::write_baseline(accepted, paths) << std::flush;
  if (!file) return wrong_use(world, "cannot write " + stopgate::quoted(path));
  const auto before = settings->accepted().size();
  world.out << "accepted: " << review::counted(accepted.size(), "finding", "findings") << " in "
            << printable(path) << " (" << before << " before)\n";
  return 0;
}

}  // namespace stopgate::cli
