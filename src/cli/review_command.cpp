#include "cli/review_command.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iterator>
#include <set>

#include "base/text.h"
#include "cli/judge.h"
#include "cli/masking.h"
#include "cli/review_sides.h"
#include "git/changes.h"
#include "model/secrets.h"
#include "review/assemble.h"
#include "review/change_lines.h"
#include "review/compare.h"
#include "review/suppression_notes.h"

namespace stopgate::cli {

namespace {

// Of the changed files that have findings: finding out costs a comparison of texts.
review::ChangedLines changed_lines_of(const Sides& sides,
                                      const std::vector<finding::Finding>& findings) {
  review::ChangedLines out;
  const auto& sources = *sides.head_model.sources;
  for (const auto& finding : findings) {
    if (!finding.place.is_known()) continue;
    const auto& file = sources.file(finding.place.file);
    if (!sides.change.paths.contains(file.path()) || out.contains(file.path())) continue;
    const auto before = sides.text_before(file.path());
    out.emplace(file.path(), git::changed_lines(before.value_or(""), std::string(file.text())));
  }
  return out;
}

// A plan that leaves a resource alone brings none of the resource's findings; where the base has no
// configuration to compare with, that is all there is to go by.
void quiet_unchanged(std::vector<finding::Finding>& findings,
                     const std::vector<plan::Plan>& plans) {
  std::set<std::string_view> same, changed;
  for (const auto& plan : plans)
    for (const auto& change : plan.changes)
      (change.action == plan::Action::NoOp ? same : changed).insert(change.address);
  for (auto& finding : findings)
    if (!finding.place.is_known() && same.contains(finding.subject.address) &&
        !changed.contains(finding.subject.address))
      finding.status = finding::Status::Old;
}

review::Parts compare_sides(Sides& sides, Judged& head, Judged& base) {
  auto& model = sides.head_model;
  const auto& sources = *model.sources;
  const auto& base_sources = *sides.base_model->sources;
  const auto& renamed = sides.change.renamed;
  for (auto* side : {&head, &base})
    std::ranges::move(side->accepted, std::back_inserter(side->silenced));
  const review::Context context{.renamed = renamed,
                                .changed_lines = changed_lines_of(sides, head.findings),
                                .unreadable = {model.unreadable.begin(), model.unreadable.end()},
                                .undecided = head.coverage.undecided};
  review::Parts parts;
  parts.findings = review::compare({std::move(head.findings), std::move(head.silenced), sources},
                                   {std::move(base.findings), {}, base_sources}, context);
  quiet_unchanged(parts.findings, model.plans);
  const review::BaseSuppressions before{base.suppressions, base_sources, renamed};
  parts.suppressions = review::suppression_notes({head.suppressions, head.uses, sources}, &before);
  parts.changes = review::change_lines(model);
  parts.drift = review::drift_lines(model);
  parts.outputs = review::output_lines(model);
  parts.plans = review::plan_lines(model, parts.changes);
  parts.coverage = std::move(head.coverage);
  parts.diagnostics = std::move(model.diagnostics);
  std::ranges::move(head.diagnostics, std::back_inserter(parts.diagnostics));
  parts.comparison = sides.comparison;
  return parts;
}

Result<SidesOptions> sides_options(const ReviewArguments& arguments, const GateOptions& options) {
  if (arguments.base_render.empty() != arguments.head_render.empty())
    return fail(
        "--base-render and --head-render go together: what was rendered before the change, "
        "and after it");
  if (!arguments.renders.empty() && !arguments.base_render.empty())
    return fail(
        "--render names a folder of the repository, --base-render and --head-render two "
        "folders beside it; give one or the other");
  return SidesOptions{.base = arguments.base,
                      .head = arguments.head,
                      .plans = arguments.plans,
                      .renders = arguments.renders,
                      .base_render = arguments.base_render,
                      .head_render = arguments.head_render,
                      .read = options.read};
}

}  // namespace

void add_review_options(CLI::App& command, ReviewArguments& to) {
  command
      .add_option("--base", to.base,
                  "what the change is for: a branch, a tag or a commit, such as origin/main; "
                  "compared with is where the histories parted")
      ->type_name("REV")
      ->required();
  command
      .add_option("--head", to.head,
                  "what changes it: a revision, 'worktree' (files as they lie there) or 'index' "
                  "(what is staged)")
      ->type_name("REV")
      ->capture_default_str();
  command
      .add_option("--plan", to.plans, "output of 'terraform show -json' for the head; repeatable")
      ->type_name("FILE")
      ->allow_extra_args(false);
  command
      .add_option("--root", to.gate.options.read.roots,
                  "folder of the configuration that plans were made from; repeatable")
      ->type_name("DIR")
      ->allow_extra_args(false);
  command
      .add_option("--render", to.renders,
                  "folder of the repository that holds the rendered manifests; repeatable")
      ->type_name("DIR")
      ->allow_extra_args(false);
  command.add_option("--base-render", to.base_render, "manifests rendered from the base")
      ->type_name("DIR");
  command.add_option("--head-render", to.head_render, "manifests rendered from the head")
      ->type_name("DIR");
  command
      .add_option("--trust", to.trust,
                  "whose .stopgate.yaml, policies and baseline rule: 'base', or 'head' where the "
                  "change's author may set the rules")
      ->check(CLI::IsMember({"base", "head"}))
      ->capture_default_str();
  command.add_flag("--all", to.judges_old, "findings that were there before the change count too");
  add_gate_options(command, to.gate);
}

int run_review(ReviewArguments&& arguments, const World& world) {
  auto options = gate_options(std::move(arguments.gate), world);
  if (!options) return wrong_use(world, options.error().message);
  const auto formats = parse_formats(options->formats);
  if (!formats) return wrong_use(world, formats.error().message);
  const auto wanted = sides_options(arguments, *options);
  if (!wanted) return wrong_use(world, wanted.error().message);
  auto sides = open_sides(*wanted, world);
  if (!sides) return wrong_use(world, sides.error().message);
  // A change must not write the rules it is judged by.
  const auto& ruling = arguments.trust == "head" ? sides->head : sides->base;
  auto settings =
      Settings::load(*ruling.files, sides->repository->top(), options->with_configuration, world);
  if (!settings) return 2;
  lay_over(*options, settings->run(), settings->top());
  const auto policies = load_policy_set(*options, *settings, world);
  if (!policies) return 2;
  auto to_read = *wanted;
  to_read.read = options->read;
  if (auto read = read_sides(to_read, *sides, world); !read)
    return wrong_use(world, read.error().message);
  auto head = judge(sides->head_model, *policies, *options, *settings, world);
  auto base =
      judge(*sides->base_model, *policies, *options, *settings, world, sides->change.renamed);
  if (!head || !base) return 2;
  auto parts = compare_sides(*sides, *head, *base);
  set_gate(parts, *options, *settings);
  parts.judges_old = arguments.judges_old;
  const auto redactor = model::redactor_of(sides->head_model);
  mask(parts, redactor);
  const auto review = review::assemble(std::move(parts), *sides->head_model.sources);
  return write_reports(*formats, review, *sides->head_model.sources, redactor, *options, world);
}

}  // namespace stopgate::cli
