#include "cli/gate.h"

#include <algorithm>
#include <functional>
#include <iomanip>
#include <ostream>
#include <set>

#include "base/text.h"
#include "cli/output.h"
#include "cli/policies.h"
#include "finding/suppress.h"
#include "model/suppressions.h"
#include "policy/run.h"
#include "review/assemble.h"
#include "review/change_lines.h"

namespace stopgate::cli {

namespace {

int wrong_use(const World& world, std::string_view message) {
  world.err << "stopgate: " << message << '\n';
  return 2;
}

finding::Aliases aliases_of(const policy::Catalogue& catalogue) {
  finding::Aliases out;
  for (const auto& policy : catalogue.policies()) out.emplace(policy.id, policy.aliases);
  return out;
}

// Drops what comments and annotations silence; says which of our own comments do nothing.
void suppress(review::Parts& parts, const model::Model& model, const policy::Catalogue& catalogue,
              const World& world) {
  const auto suppressions = model::collect_suppressions(model);
  const auto decision =
      finding::suppress(parts.findings, suppressions, aliases_of(catalogue), world.today);
  std::size_t index = 0;
  std::erase_if(parts.findings, [&](const finding::Finding&) {
    return std::ranges::binary_search(decision.silenced, index++);
  });
  parts.coverage.suppressed = decision.silenced.size();
  for (std::size_t i = 0; i < suppressions.size(); ++i) {
    if (decision.uses[i].state != finding::SuppressionState::Expired) continue;
    parts.diagnostics.push_back({.severity = source::Severity::Warning,
                                 .message = "this suppression ended on " +
                                            printable(suppressions[i].until) +
                                            " and silences nothing",
                                 .help = "fix the finding, or give a later date and a reason",
                                 .place = suppressions[i].place,
                                 .path = {}});
  }
}

// With single files of a Terraform folder, findings in its other files are not asked for.
void keep_named_files(review::Parts& parts, const model::Model& model) {
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

review::Coverage coverage_of(const model::Model& model, const policy::RunResult& result) {
  review::Coverage out{.files = model.files,
                       .parsed = model.parsed,
                       .unreadable = model.unreadable,
                       .skipped = model.skipped};
  for (const auto& render : model.renders) out.resources += render.objects.size();
  for (const auto& stack : model.stacks)
    out.resources += stack.plan != nullptr ? stack.plan->changes.size() : stack.resources.size();
  for (const auto& count : result.counts)
    out.policies.push_back({count.policy->id, count.matched, count.findings, count.undecided});
  for (const auto& undecided : result.undecided)
    out.undecided.push_back(
        {undecided.policy, undecided.subject, undecided.reason, undecided.place});
  return out;
}

// Cost is CEL's own measure, the same on every machine.
void print_costs(const policy::RunResult& result, const World& world) {
  auto counts = result.counts;
  std::ranges::stable_sort(counts, std::ranges::greater(), &policy::Count::cost);
  world.err << "      cost    matched  policy\n";
  for (const auto& count : counts) {
    if (count.cost == 0) break;
    world.err << std::setw(10) << count.cost << " " << std::setw(10) << count.matched << "  "
              << count.policy->id << "\n";
  }
}

report::Options report_options(const GateOptions& options, const World& world) {
  report::Options out;
  out.version = kVersion;
  const bool is_colored =
      options.color == "always" || (options.color == "auto" && world.out_is_terminal);
  out.colors = is_colored ? report::Colors::Always : report::Colors::Never;
  out.width = world.out_is_terminal ? world.width : 0;
  out.explain_undecided = options.explain_undecided;
  return out;
}

}  // namespace

int run_gate(const GateOptions& options, const World& world) {
  std::vector<Format> formats;
  for (const auto& text : options.formats) {
    auto format = parse_format(text);
    if (!format) return wrong_use(world, format.error().message);
    formats.push_back(std::move(*format));
  }
  if (formats.empty()) formats.push_back({"text", {}});
  auto catalogue = policy::Catalogue::built_in();
  source::SourceMap policy_sources;
  auto loaded = load_policies(policy_sources, world.files, options.policy_paths);
  if (!loaded) return wrong_use(world, loaded.error().message);
  if (print_mistakes(loaded->diagnostics, policy_sources, world)) return 2;
  for (auto& policy : loaded->policies) catalogue.add(std::move(policy.policy));
  const auto selected = catalogue.select(options.selection);
  if (!selected) return wrong_use(world, selected.error().message);
  auto model = model::read_model(world.files, options.paths, options.read);
  if (!model) return wrong_use(world, model.error().message);

  auto result = policy::run(*model, *selected,
                            {.parameters = options.parameters,
                             .jobs = options.read.jobs,
                             .limits = options.read.limits,
                             .as_of = options.as_of,
                             .policy_sources = &policy_sources,
                             .admission = &loaded->admission,
                             .admission_ids = options.selection.globs});
  if (print_mistakes(result.diagnostics, policy_sources, world)) return 2;
  if (options.with_costs) print_costs(result, world);
  review::Parts parts;
  parts.coverage = coverage_of(*model, result);
  parts.findings = std::move(result.findings);
  parts.diagnostics = std::move(model->diagnostics);
  std::ranges::move(result.notes, std::back_inserter(parts.diagnostics));
  parts.gate = options.gate;
  parts.changes = review::change_lines(*model);
  keep_named_files(parts, *model);
  suppress(parts, *model, catalogue, world);
  const auto review = review::assemble(std::move(parts), *model->sources);
  for (const auto& format : formats) {
    if (options.is_quiet && format.file.empty() && format.name == "text" &&
        review::exit_status(review) == 0)
      continue;
    if (auto written =
            write_report(format, review, *model->sources, report_options(options, world), world);
        !written)
      return wrong_use(world, written.error().message);
  }
  return review::exit_status(review);
}

}  // namespace stopgate::cli
