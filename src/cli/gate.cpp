#include "cli/gate.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>

#include "cli/approval.h"
#include "cli/judge.h"
#include "cli/masking.h"
#include "cli/staged.h"
#include "model/secrets.h"
#include "review/assemble.h"
#include "review/change_lines.h"
#include "review/suppression_notes.h"

namespace stopgate::cli {

namespace {

// With single files of a Terraform folder, findings in its other files are not asked for.
void keep_named_files(review::Parts& parts, const model::Model& model) {
  const std::set<std::string> neighbours(model.neighbours.begin(), model.neighbours.end());
  std::erase_if(parts.findings, [&](const finding::Finding& finding) {
    return finding.place.is_known() &&
           neighbours.contains(model.sources->file(finding.place.file).path());
  });
  if (model.named_files.empty()) return;
  const std::set<std::string> named(model.named_files.begin(), model.named_files.end());
  std::erase_if(parts.findings, [&](const finding::Finding& finding) {
    if (!finding.place.is_known()) return false;
    const auto& path = model.sources->file(finding.place.file).path();
    const bool is_configuration = path.ends_with(".tf") || path.ends_with(".tofu") ||
                                  path.ends_with(".tf.json") || path.ends_with(".tofu.json");
    return is_configuration && !named.contains(path);
  });
}

}  // namespace

int run_gate(const GateOptions& given, const World& world) {
  const auto formats = parse_formats(given.formats);
  if (!formats) return wrong_use(world, formats.error().message);
  auto options = given;
  std::optional<Staged> staged;
  if (options.is_staged) {
    auto opened = open_staged(options.paths, world, options.read.limits);
    if (!opened) return wrong_use(world, opened.error().message);
    staged = std::move(*opened);
    options.paths = staged->paths;
  }
  const auto& files = staged ? *staged->files : world.files;
  const auto folder = options.paths.empty() ? "." : options.paths.front();
  options.read.reads_neighbours = true;
  auto settings = Settings::load(files, folder, options.with_configuration, world);
  if (!settings) return 2;
  lay_over(options, settings->run(), settings->top());
  const auto policies = load_policy_set(options, *settings, world);
  if (!policies) return 2;
  auto model = model::read_model(files, options.paths, options.read);
  if (!model) return wrong_use(world, model.error().message);
  auto judged = judge(*model, *policies, options, *settings, world);
  if (!judged) return 2;
  review::Parts parts;
  parts.coverage = std::move(judged->coverage);
  parts.findings = std::move(judged->findings);
  parts.diagnostics = std::move(model->diagnostics);
  std::ranges::move(judged->diagnostics, std::back_inserter(parts.diagnostics));
  set_gate(parts, options, *settings);
  const bool is_whole =
      !options.approved.empty() || std::ranges::any_of(*formats, [](const Format& format) {
        return format.name == "json" || format.name == "html";
      });
  parts.changes = review::change_lines(
      *model, is_whole ? review::WholeObjects::Tell : review::WholeObjects::Leave);
  parts.drift = review::drift_lines(*model);
  parts.outputs = review::output_lines(*model);
  parts.plans = review::plan_lines(*model, parts.changes);
  if (!options.approved.empty()) {
    auto difference = compare_approved(options.approved, parts, world.files);
    if (!difference) return wrong_use(world, difference.error().message);
    std::ranges::move(*difference, std::back_inserter(parts.findings));
  }
  parts.shard = options.shard;
  parts.suppressions =
      review::suppression_notes({judged->suppressions, judged->uses, *model->sources}, nullptr,
                                options.shard ? review::Listing::All : review::Listing::OfInterest);
  keep_named_files(parts, *model);
  const auto redactor = model::redactor_of(*model);
  mask(parts, redactor);
  const auto review = review::assemble(std::move(parts), *model->sources);
  return write_reports(*formats, review, *model->sources, redactor, options, world);
}

}  // namespace stopgate::cli
