// CI files, their jobs and their steps.

#include <algorithm>

#include "base/text.h"
#include "policy/subjects.h"
#include "workflow/image_reference.h"
#include "workflow/pushed_images.h"
#include "workflow/workflow.h"

namespace stopgate::policy {

namespace {

using value::Value;

// A list whose elements have places.
class Elements {
 public:
  explicit Elements(Arena& arena) : arena_(arena) {}
  void add(const Value& value, source::Place place) {
    items_.push_back(value);
    places_.push_back(place);
  }
  [[nodiscard]] Value build() const { return value::List::make(arena_, items_, places_); }

 private:
  Arena& arena_;
  std::vector<Value> items_;
  std::vector<source::Place> places_;
};

template <typename Texts>
Value texts(Arena& arena, const Texts& all, source::Place place) {
  Elements out(arena);
  for (const auto& text : all) out.add(Value::string(arena, text), place);
  return out.build();
}

// The trees that expressions see, made once a file: a step is seen by itself and below its job.
class FactMaker {
 public:
  explicit FactMaker(Arena& arena) : arena_(arena) {}

  Value workflow(const workflow::Workflow& workflow, std::string_view path,
                 std::vector<Value>& jobs, std::vector<std::vector<Value>>& steps) {
    Elements all(arena_);
    for (const auto& job : workflow.jobs) {
      steps.emplace_back();
      jobs.push_back(this->job(job, steps.back()));
      all.add(jobs.back(), job.place);
    }
    const source::Place start{workflow.file, {0, 0}};
    Facts facts(arena_);
    facts.add("format", Value::string(workflow::name_of(workflow.format)), start);
    facts.add("path", Value::string(arena_, path), start)
        .add("name", Value::string(workflow.name), start)
        .add("triggers", texts(arena_, workflow.triggers, start), start)
        .add("root", workflow.root)
        .add("variables", variables(workflow.variables))
        .add("expressions", expressions(workflow.expressions))
        .add("jobs", all.build(), start);
    return facts.build();
  }

  Value image(std::string_view text, source::Place place, std::string_view object = {}) {
    const auto parts = workflow::parse_image(text);
    Facts facts(arena_);
    facts.add("text", Value::string(arena_, text), place)
        .add("repository", Value::string(arena_, parts.repository), place)
        .add("knownEnd", Value::string(arena_, parts.known_end), place)
        .add("tag", Value::string(arena_, parts.tag), place)
        .add("digest", Value::string(arena_, parts.digest), place)
        .add("object", Value::string(arena_, object), place);
    return facts.build();
  }

 private:
  Value job(const workflow::Job& job, std::vector<Value>& steps) {
    Elements all(arena_);
    for (std::size_t i = 0; i < job.steps.size(); ++i) {
      steps.push_back(step(job.steps[i], i));
      all.add(steps.back(), job.steps[i].place);
    }
    Elements images(arena_);
    for (const auto& used : job.images) images.add(image(used.text, used.place), used.place);
    Facts facts(arena_);
    facts.add("id", Value::string(arena_, job.id), job.place)
        .add("node", job.node)
        .add("environment", Value::string(job.environment), job.place)
        .add("approved", approval(job.approval), job.place)
        .add("uses", Value::string(job.uses), job.uses_place)
        .add("needs", texts(arena_, job.needs, job.place), job.place)
        .add("images", images.build(), job.place)
        .add("variables", variables(job.variables))
        .add("expressions", expressions(job.expressions))
        .add("steps", all.build(), job.place);
    return facts.build();
  }

  Value step(const workflow::Step& step, std::size_t index) {
    Elements pushes(arena_);
    for (const auto& pushed : workflow::pushed_images(step))
      pushes.add(image(pushed.text, pushed.place), pushed.place);
    Facts facts(arena_);
    facts.add("name", Value::string(arena_, step.name), step.place)
        .add("index", Value::integer(static_cast<std::int64_t>(index)), step.place)
        .add("section", Value::string(arena_, step.section), step.place)
        .add("node", step.node)
        .add("uses", Value::string(step.uses), step.place)
        .add("action", Value::string(action_of(step.uses)), step.place)
        .add("ref", Value::string(ref_of(step.uses)), step.place)
        .add("approved", approval(step.approval), step.place)
        .add("hasSecrets", Value::boolean(step.has_secrets), step.place)
        .add("commands", commands(step.commands), step.place)
        .add("pushes", pushes.build(), step.place)
        .add("variables", variables(step.variables), step.place)
        .add("expressions", expressions(step.expressions), step.place);
    return facts.build();
  }

  // "actions/checkout" of "actions/checkout@v4"; nothing for ./local and docker://image.
  static std::string_view action_of(std::string_view uses) {
    if (uses.starts_with("./") || uses.starts_with("../") || uses.starts_with("docker://"))
      return {};
    return uses.substr(0, uses.find('@'));
  }
  static std::string_view ref_of(std::string_view uses) {
    const auto at = uses.find('@');
    return at == std::string_view::npos ? std::string_view{} : uses.substr(at + 1);
  }

  Value approval(workflow::Approval approval) {
    switch (approval) {
      case workflow::Approval::None:
        return Value::boolean(false);
      case workflow::Approval::Given:
        return Value::boolean(true);
      case workflow::Approval::Unknown:
        break;
    }
    return Value::unknown(arena_, {.reason = "whoever calls this decides", .subject = "approved"});
  }

  Value commands(const std::vector<workflow::Command>& all) {
    Elements out(arena_);
    for (const auto& command : all) {
      Facts facts(arena_);
      facts.add("text", Value::string(arena_, command.text), command.place)
          .add("words", texts(arena_, command.words, command.place), command.place)
          .add("piped", Value::boolean(command.is_piped), command.place)
          .add("redirected", Value::boolean(command.is_redirected), command.place);
      out.add(facts.build(), command.place);
    }
    return out.build();
  }

  Value variables(const std::vector<workflow::Variable>& all) {
    Elements out(arena_);
    for (const auto& variable : all) {
      Facts facts(arena_);
      facts.add("name", Value::string(variable.name), variable.place)
          .add("text", Value::string(variable.text), variable.place);
      out.add(facts.build(), variable.place);
    }
    return out.build();
  }

  Value expressions(const std::vector<workflow::Expression>& all) {
    Elements out(arena_);
    for (const auto& expression : all) {
      Facts facts(arena_);
      facts.add("text", Value::string(expression.text), expression.place)
          .add("field", Value::string(arena_, expression.field), expression.place)
          .add("contexts", texts(arena_, expression.contexts, expression.place), expression.place)
          .add("functions", texts(arena_, expression.functions, expression.place), expression.place)
          .add("closed", Value::boolean(expression.is_closed), expression.place);
      out.add(facts.build(), expression.place);
    }
    return out.build();
  }

  Arena& arena_;
};

class WorkflowSubjects final : public Subjects {
 public:
  WorkflowSubjects(Target target, const model::Model& model) : target_(target), model_(model) {
    FactMaker maker(arena_);
    for (std::size_t w = 0; w < model.workflows.size(); ++w) {
      const auto& workflow = model.workflows[w];
      auto& trees = trees_.emplace_back();
      trees.workflow = maker.workflow(workflow, model.sources->file(workflow.file).path(),
                                      trees.jobs, trees.steps);
      if (target == Target::Workflow) items_.push_back({w, 0, 0});
      for (std::size_t j = 0; target != Target::Workflow && j < workflow.jobs.size(); ++j) {
        if (target == Target::Job) items_.push_back({w, j, 0});
        for (std::size_t s = 0; target == Target::Step && s < workflow.jobs[j].steps.size(); ++s)
          items_.push_back({w, j, s});
      }
    }
    if (target == Target::Step) deployed_ = deployed_images(maker);
  }

  std::size_t size() const override { return items_.size(); }
  std::string key(std::size_t i) const override {
    return std::string(workflow::name_of(file(i).format));
  }
  bool matches(const Match& match, std::size_t i) const override {
    return matches_any(match.kinds, key(i));
  }
  void bind(std::size_t i, Binder& binder) const override {
    const auto& item = items_[i];
    const auto& trees = trees_[item.workflow];
    binder.bind("workflow", trees.workflow, {file(i).file, {0, 0}});
    if (target_ == Target::Workflow) return;
    binder.bind("job", trees.jobs[item.job], job(i).place);
    if (target_ == Target::Job) return;
    binder.bind("step", trees.steps[item.job][item.step], step(i).place);
    binder.bind("deployed", deployed_);
  }
  Host host(std::size_t) const override { return {}; }
  Description describe(std::size_t i) const override {
    Description out;
    if (target_ == Target::Workflow) {
      out.subject.kind = "workflow";
      const auto& path = model_.sources->file(file(i).file).path();
      out.subject.name = path.substr(path.find_last_of('/') + 1);
      out.place = {file(i).file, {0, 0}};
    } else if (target_ == Target::Job) {
      out.subject.kind = "job";
      out.subject.name = printable(job(i).id);
      out.place = job(i).place;
    } else {
      out.subject.kind = "step";
      out.subject.name_space = printable(job(i).id);
      out.subject.name = printable(step(i).name);
      out.place = step(i).place;
    }
    return out;
  }

 private:
  struct Item {
    std::size_t workflow, job, step;
  };
  struct Trees {
    Value workflow;
    std::vector<Value> jobs;
    std::vector<std::vector<Value>> steps;
  };

  [[nodiscard]] const workflow::Workflow& file(std::size_t i) const {
    return model_.workflows[items_[i].workflow];
  }
  [[nodiscard]] const workflow::Job& job(std::size_t i) const {
    return file(i).jobs[items_[i].job];
  }
  [[nodiscard]] const workflow::Step& step(std::size_t i) const {
    return job(i).steps[items_[i].step];
  }

  Value deployed_images(FactMaker& maker) {
    Elements out(arena_);
    for (const auto& render : model_.renders)
      for (const auto& pod : render.pods)
        for (const auto& container : pod.containers) {
          const auto image = value::step(container.node, intern("image"));
          if (!image.value.is_string()) continue;
          out.add(maker.image(image.value.as_string(), image.place,
                              kubernetes::to_string(render.objects[pod.object])),
                  image.place);
        }
    return out.build();
  }

  Target target_;
  const model::Model& model_;
  Arena arena_;
  std::vector<Trees> trees_;
  std::vector<Item> items_;
  Value deployed_;
};

}  // namespace

value::Value workflow_facts(const workflow::Workflow& workflow, const source::SourceMap& sources,
                            Arena& arena) {
  std::vector<Value> jobs;
  std::vector<std::vector<Value>> steps;
  return FactMaker(arena).workflow(workflow, sources.file(workflow.file).path(), jobs, steps);
}

std::unique_ptr<Subjects> make_workflow_subjects(Target target, const model::Model& model) {
  return std::make_unique<WorkflowSubjects>(target, model);
}

}  // namespace stopgate::policy
