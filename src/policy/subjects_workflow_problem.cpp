// What GitHub would say to workflows: one subject a problem.

#include "policy/subjects.h"
#include "workflow/problem.h"

namespace stopgate::policy {

namespace {

class WorkflowProblemSubjects final : public Subjects {
 public:
  explicit WorkflowProblemSubjects(const model::Model& model) : model_(model) {
    for (std::size_t w = 0; w < model.workflows.size(); ++w)
      for (auto& problem : workflow::check_workflow(model.workflows[w]))
        items_.push_back({w, std::move(problem)});
  }

  std::size_t size() const override { return items_.size(); }
  std::string key(std::size_t i) const override {
    return std::string(workflow::name_of(items_[i].problem.kind));
  }
  bool matches(const Match& match, std::size_t i) const override {
    return matches_any(match.problems, workflow::name_of(items_[i].problem.kind));
  }
  void bind(std::size_t i, Binder& binder) const override {
    const auto& [file, problem] = items_[i];
    binder.bind("workflow", workflow_facts(model_.workflows[file], *model_.sources, binder.arena()),
                {model_.workflows[file].file, {0, 0}});
    Facts facts(binder.arena());
    facts.add("kind", workflow::name_of(problem.kind))
        .add("message", std::string_view(problem.message))
        .add("suggestion", std::string_view(problem.suggestion));
    binder.bind("problem", facts.build(), problem.place);
  }
  Host host(std::size_t) const override { return {}; }
  Description describe(std::size_t i) const override {
    Description out;
    const auto file = model_.workflows[items_[i].workflow].file;
    const auto& path = model_.sources->file(file).path();
    out.subject.kind = "workflow";
    out.subject.name = path.substr(path.find_last_of('/') + 1);
    out.place =
        items_[i].problem.place.is_known() ? items_[i].problem.place : source::Place{file, {0, 0}};
    return out;
  }

 private:
  struct Item {
    std::size_t workflow;
    workflow::Problem problem;
  };

  const model::Model& model_;
  std::vector<Item> items_;
};

}  // namespace

std::unique_ptr<Subjects> make_workflow_problem_subjects(const model::Model& model) {
  return std::make_unique<WorkflowProblemSubjects>(model);
}

}  // namespace stopgate::policy
