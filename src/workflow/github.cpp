// GitHub Actions: workflows, and actions made of steps.

#include <algorithm>
#include <iterator>
#include <set>
#include <string_view>

#include "base/text.h"
#include "workflow/readers.h"

namespace stopgate::workflow {

namespace {

using value::Node;

class Reader {
 public:
  Reader(const source::SourceMap& sources, const Limits& limits, Workflow& out)
      : sources_(sources), limits_(limits), out_(out) {}

  void read_workflow() {
    out_.name = text_of(child(out_.root, "name"));
    read_triggers();
    add_expressions_below(sources_, out_.root, {}, "jobs", limits_.depth, out_.expressions);
    out_.variables = variables_of(child(out_.root, "env"));
    const auto jobs = child(out_.root, "jobs");
    if (!jobs.value.is_map()) return;
    const auto& map = jobs.value.as_map();
    for (std::size_t i = 0; i < map.size(); ++i)
      if (map.members()[i].value.is_map())
        read_job(map.members()[i].key.text(), {map.members()[i].value, map.place(i)},
                 map.key_place(i));
    approve_by_needs();
  }

  void read_action() {
    out_.name = text_of(child(out_.root, "name"));
    const auto runs = child(out_.root, "runs");
    Job job;
    job.id = "runs";
    job.node = runs;
    job.place = runs.place;
    job.approval = Approval::Unknown;
    add_expressions_below(sources_, runs, {}, "steps", limits_.depth, job.expressions);
    if (const auto image = child(runs, "image"); text_of(image).starts_with("docker://"))
      job.images.push_back({text_of(image).substr(9), image.place});
    read_steps(runs, job);
    out_.jobs.push_back(std::move(job));
  }

 private:
  void read_triggers() {
    const auto on = child(out_.root, "on");
    for (const auto& trigger : texts_of(on)) out_.triggers.push_back(trigger.value.as_string());
    for (const auto& member : on.value.members()) out_.triggers.push_back(member.key.text());
  }

  // Where every trigger is somebody who presses a button, or another workflow that decides.
  [[nodiscard]] Approval approval_by_trigger() const {
    if (out_.triggers.empty()) return Approval::None;
    if (std::ranges::all_of(out_.triggers, [](auto t) { return t == "workflow_dispatch"; }))
      return Approval::Given;
    return std::ranges::all_of(
               out_.triggers,
               [](auto t) { return t == "workflow_call" || t == "workflow_dispatch"; })
               ? Approval::Unknown
               : Approval::None;
  }

  static bool asks_for_manual_start(const Node& node) {
    const auto condition = text_of(child(node, "if"));
    return condition.find("workflow_dispatch") != std::string_view::npos &&
           condition.find("!=") == std::string_view::npos;
  }

  void read_job(std::string_view id, const Node& node, source::Place place) {
    Job job;
    job.id = id;
    job.node = node;
    job.place = place;
    const auto uses = child(node, "uses");
    job.uses = trim(text_of(uses));
    job.uses_place = uses.place;
    const auto environment = child(node, "environment");
    job.environment =
        environment.value.is_map() ? text_of(child(environment, "name")) : text_of(environment);
    for (const auto& need : texts_of(child(node, "needs"))) job.needs.push_back(text_of(need));
    job.approval = approval_by_trigger();
    if (!job.environment.empty() || asks_for_manual_start(node)) job.approval = Approval::Given;
    add_image(child(node, "container"), job);
    const auto services = child(node, "services");
    for (const auto& service : services.value.members())
      add_image(value::step(services, service.key), job);
    add_expressions_below(sources_, node, {}, "steps", limits_.depth, job.expressions);
    job.variables = variables_of(child(node, "env"));
    read_steps(node, job);
    if (!job.uses.empty()) job.steps.push_back(call_of(job));
    out_.jobs.push_back(std::move(job));
  }

  // A called workflow runs like a step of its own.
  static Step call_of(const Job& job) {
    Step step;
    step.name = job.uses;
    step.uses = job.uses;
    step.node = job.node;
    step.place = job.uses_place;
    step.section = "call";
    step.approval = job.approval;
    return step;
  }

  static void add_image(const Node& container, Job& job) {
    const auto image = container.value.is_map() ? child(container, "image") : container;
    if (!text_of(image).empty()) job.images.push_back({text_of(image), image.place});
  }

  void read_steps(const Node& job_node, Job& job) {
    const auto steps = child(job_node, "steps");
    if (!steps.value.is_list()) return;
    const auto& list = steps.value.as_list();
    for (std::size_t i = 0; i < list.size(); ++i) {
      if (!list[i].is_map()) continue;
      job.steps.push_back(read_step({list[i], list.place(i)}, job));
    }
  }

  Step read_step(const Node& node, const Job& job) {
    Step step;
    step.node = node;
    step.name = text_of(child(node, "name"));
    const auto uses = child(node, "uses");
    const auto run = child(node, "run");
    // A block scalar ends in a line break, which the runner takes off.
    step.uses = trim(text_of(uses));
    step.approval = asks_for_manual_start(node) ? Approval::Given : job.approval;
    add_expressions_below(sources_, node, {}, {}, limits_.depth, step.expressions);
    add_script(PlacedText::of_scalar(sources_, run), step, out_);
    step.variables = variables_of(child(node, "env"));
    std::ranges::move(variables_of(child(node, "with")), std::back_inserter(step.variables));
    step.place = uses.place.is_known()   ? uses.place
                 : step.commands.empty() ? node.place
                                         : step.commands.front().place;
    if (step.name.empty()) step.name = step.uses.empty() ? name_of_commands(step) : step.uses;
    return step;
  }

  // Who waits for a job that somebody approved is approved too. Each pass settles at least one more
  // link of a chain; chains of jobs are short.
  void approve_by_needs() {
    constexpr std::size_t kLongestChain = 16;
    std::set<std::string_view> approved;
    for (const auto& job : out_.jobs)
      if (job.approval == Approval::Given) approved.insert(job.id);
    for (std::size_t pass = 0; pass < kLongestChain; ++pass)
      for (auto& job : out_.jobs) {
        const bool is_new = !approved.contains(job.id) &&
                            std::ranges::any_of(job.needs, [&](std::string_view need) {
                              return approved.contains(need);
                            });
        if (!is_new) continue;
        approved.insert(job.id);
        job.approval = Approval::Given;
        for (auto& step : job.steps) step.approval = Approval::Given;
      }
  }

  const source::SourceMap& sources_;
  const Limits& limits_;
  Workflow& out_;
};

}  // namespace

void read_github(const source::SourceMap& sources, const Limits& limits, Workflow& out) {
  Reader(sources, limits, out).read_workflow();
}

void read_action(const source::SourceMap& sources, const Limits& limits, Workflow& out) {
  Reader(sources, limits, out).read_action();
}

}  // namespace stopgate::workflow
