#include "cli/judge.h"

#include <algorithm>
#include <functional>
#include <iomanip>
#include <ostream>
#include <set>

#include "base/text.h"
#include "cli/old_findings.h"
#include "config/apply.h"
#include "model/condition.h"
#include "model/suppressions.h"
#include "policy/run.h"
#include "review/callers.h"
#include "review/environments.h"

namespace stopgate::cli {

namespace {

finding::Aliases aliases_of(const policy::Catalogue& catalogue) {
  finding::Aliases out;
  for (const auto& policy : catalogue.policies()) out.emplace(policy.id, policy.aliases);
  return out;
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

std::string path_of(const finding::Finding& finding, const model::Model& model) {
  return finding.place.is_known() ? model.sources->file(finding.place.file).path() : finding.path;
}

template <typename Stays>
void move_unless(std::vector<finding::Finding>& from, std::vector<finding::Finding>& to,
                 const Stays& stays) {
  const auto gone = std::ranges::stable_partition(from, stays);
  std::ranges::move(gone, std::back_inserter(to));
  from.erase(gone.begin(), gone.end());
}

// Parts the findings that comments and annotations silence from the rest.
void suppress(Judged& judged, const model::Model& model, const PolicySet& policies,
              const GateOptions& options, const Settings& settings, const World& world) {
  judged.suppressions = model::collect_suppressions(model);
  finding::SuppressOptions rules{.today = world.today};
  rules.wants_reasons = settings.run().wants_reasons;
  for (const auto& policy : policies.catalogue.policies())
    if (!policy.is_suppressible) rules.unsuppressible.insert(policy.id);
  for (const auto& finding : judged.findings)
    if (finding.level == finding::Level::Mandatory) rules.unsuppressible.insert(finding.policy);
  rules.holds = [&](const finding::Finding& finding, std::string_view condition) {
    return model::meets_condition(model, finding, condition, options.read.workspace);
  };
  auto decision = finding::suppress(judged.findings, judged.suppressions,
                                    aliases_of(policies.catalogue), rules);
  judged.uses = std::move(decision.uses);
  std::size_t index = 0;
  move_unless(judged.findings, judged.silenced, [&](const finding::Finding&) {
    return !std::ranges::binary_search(decision.silenced, index++);
  });
}

// What .stopgate.yaml says about each finding's policy where the finding is; false when one of the
// files is wrong.
bool override_policies(Judged& judged, const model::Model& model, const PolicySet& policies,
                       const GateOptions& options, Settings& settings, const World& world) {
  std::erase_if(judged.findings, [&](finding::Finding& finding) {
    const auto path = settings.path_from_top(path_of(finding, model));
    return !config::apply_overrides(
        settings.of_file(path),
        {.path = path,
         .workspace = options.read.workspace,
         .tag = [&](std::string_view key) { return model::tag_of(model, finding, key); },
         .is_on = !policies.on_by_override.contains(finding.policy)},
        finding);
  });
  settings.check(
      [&](const config::Config& config) { return unknown_overrides(policies.catalogue, config); });
  return !settings.print_mistakes(world);
}

void exempt(Judged& judged, const model::Model& model, const PolicySet& policies,
            const GateOptions& options, Settings& settings, const World& world) {
  move_unless(judged.findings, judged.silenced, [&](const finding::Finding& finding) {
    const auto* policy = policies.catalogue.find(finding.policy);
    if (policy != nullptr && !policy->is_suppressible) return true;
    const auto path = settings.path_from_top(path_of(finding, model));
    return config::exemption_of(settings.of_file(path), finding,
                                {.path = path, .workspace = options.read.workspace},
                                world.today) == nullptr;
  });
  for (const auto& exemption : settings.run().exemptions) {
    if (exemption.until.empty() || exemption.until >= world.today) continue;
    judged.diagnostics.push_back(
        {.severity = source::Severity::Warning,
         .message = "the exemption \"" + printable(exemption.reason) + "\" ended on " +
                    printable(exemption.until) + " and accepts nothing",
         .help = "mend the findings, or give a later day",
         .place = {},
         .path = exemption.folder.empty()
                     ? std::string(config::kFileName)
                     : exemption.folder + "/" + std::string(config::kFileName)});
  }
}

void accept(Judged& judged, const PolicySet& policies, const Settings& settings) {
  move_unless(judged.findings, judged.accepted, [&](const finding::Finding& finding) {
    const auto* policy = policies.catalogue.find(finding.policy);
    return finding.level == finding::Level::Mandatory ||
           (policy != nullptr && !policy->is_suppressible) ||
           !settings.accepts(finding.fingerprint);
  });
}

std::vector<std::string> environments_of(const model::Model& model) {
  std::set<std::string> names;
  for (const auto& root : model.roots) names.insert(root.environment);
  return {names.begin(), names.end()};
}

}  // namespace

std::optional<Judged> judge(const model::Model& model, const PolicySet& policies,
                            const GateOptions& options, Settings& settings, const World& world,
                            const std::map<std::string, std::string>& renamed) {
  const policy::RunOptions run_options{.parameters = options.parameters,
                                       .jobs = options.read.jobs,
                                       .limits = options.read.limits,
                                       .as_of = options.as_of,
                                       .policy_sources = policies.sources.get(),
                                       .are_checked = true,
                                       .admission = &policies.admission,
                                       .admission_ids = options.selection.globs,
                                       .shard = options.shard.value_or(finding::Shard{})};
  auto result = policy::run(model, policies.selected, run_options);
  if (print_mistakes(result.diagnostics, *policies.sources, world)) return std::nullopt;
  if (options.with_costs) print_costs(result, world);
  mark_old(result.findings, model, policies.selected, run_options);
  Judged out;
  out.coverage = coverage_of(model, result);
  out.findings = std::move(result.findings);
  out.diagnostics = std::move(result.notes);
  if (!override_policies(out, model, policies, options, settings, world)) return std::nullopt;
  suppress(out, model, policies, options, settings, world);
  exempt(out, model, policies, options, settings, world);
  out.coverage.suppressed = out.silenced.size();
  review::point_at_calls(out.findings, *model.sources);
  review::point_at_calls(out.silenced, *model.sources);
  review::merge_instances(out.findings, *model.sources, renamed);
  review::merge_instances(out.silenced, *model.sources, renamed);
  review::name_environments(out.findings, environments_of(model));
  accept(out, policies, settings);
  out.coverage.accepted = out.accepted.size();
  return out;
}

void set_gate(review::Parts& parts, const GateOptions& options, const Settings& settings) {
  parts.gate = options.gate;
  for (const auto& [severity, count] : options.most)
    parts.allowances.push_back({.severity = severity, .most = count});
  const auto& approval = settings.run().approval;
  const auto first_of = [](const std::vector<std::string>& given,
                           const std::vector<std::string>& known) {
    return std::ranges::find_first_of(given, known);
  };
  const auto label = first_of(options.labels, approval.labels);
  const auto owner = first_of(options.approvers, approval.owners);
  if (label != options.labels.end() && owner != options.approvers.end())
    parts.override_by = review::Override{.owner = *owner, .label = *label};
}

Result<std::vector<Format>> parse_formats(const std::vector<std::string>& texts) {
  std::vector<Format> out;
  for (const auto& text : texts) {
    STOPGATE_TRY(auto format, parse_format(text));
    out.push_back(std::move(format));
  }
  if (out.empty()) out.push_back({"text", {}});
  return out;
}

int write_reports(const std::vector<Format>& formats, const review::Review& review,
                  const source::SourceMap& sources, const plan::Redactor& redactor,
                  const GateOptions& options, const World& world) {
  for (const auto& format : formats) {
    if (options.is_quiet && format.file.empty() && format.name == "text" &&
        review::exit_status(review) == 0)
      continue;
    if (auto written =
            write_report(format, review, sources, redactor, report_options(options, world), world);
        !written)
      return wrong_use(world, written.error().message);
  }
  return review::exit_status(review);
}

}  // namespace stopgate::cli
