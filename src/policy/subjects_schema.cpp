// What the API server would say to Kubernetes objects: one subject a problem.

#include "kubernetes/schema.h"
#include "policy/subjects.h"

namespace stopgate::policy {

namespace {

using kubernetes::ProblemKind;
using kubernetes::SchemaProblem;

class SchemaSubjects final : public Subjects {
 public:
  SchemaSubjects(const model::Model& model, const SubjectOptions& options)
      : model_(model),
        problems_(
            kubernetes::check_schemas(model.renders, options.kubernetes_minors, options.jobs)) {
    for (std::size_t r = 0; r < problems_.size(); ++r)
      for (std::size_t i = 0; i < problems_[r].size(); ++i) items_.push_back({r, i});
  }

  std::size_t size() const override { return items_.size(); }
  std::string key(std::size_t i) const override {
    return std::string(name_of(problem(i).kind)) + '|' + std::string(object(i).group) + '/' +
           std::string(object(i).kind);
  }
  bool matches(const Match& match, std::size_t i) const override {
    const bool is_kind =
        match.kinds.empty() || matches_any(match.kinds, object(i).kind) ||
        matches_any(match.kinds, std::string(object(i).group) + '/' + std::string(object(i).kind));
    return is_kind && matches_any(match.problems, name_of(problem(i).kind));
  }
  void bind(std::size_t i, Binder& binder) const override {
    const auto& found = problem(i);
    binder.bind("object", object(i).root);
    if (found.kind == ProblemKind::NoSchema) {
      const auto why = binder.arena().copy(found.message);
      binder.bind("problem",
                  value::Value::unknown(binder.arena(), {.reason = why, .subject = "schema"}));
      return;
    }
    Facts facts(binder.arena());
    facts.add("kind", name_of(found.kind))
        .add("path", std::string_view(found.path))
        .add("message", std::string_view(found.message))
        .add("suggestion", std::string_view(found.suggestion));
    binder.bind("problem", facts.build(), found.place);
  }
  Host host(std::size_t i) const override {
    const auto& render = model_.renders[items_[i].render];
    return {.model = nullptr,
            .render = &render,
            .name_space = render.namespace_of(object(i)),
            .stack = nullptr,
            .resource = 0};
  }
  Description describe(std::size_t i) const override {
    return {.subject = {.address = {},
                        .kind = std::string(object(i).kind),
                        .name_space = std::string(object(i).name_space),
                        .name = std::string(object(i).name)},
            .place = problem(i).place,
            .path = {},
            .related = {}};
  }

 private:
  struct Item {
    std::size_t render, problem;
  };

  [[nodiscard]] const SchemaProblem& problem(std::size_t i) const {
    return problems_[items_[i].render][items_[i].problem];
  }
  [[nodiscard]] const kubernetes::Object& object(std::size_t i) const {
    return model_.renders[items_[i].render].objects[problem(i).object];
  }

  const model::Model& model_;
  std::vector<std::vector<SchemaProblem>> problems_;
  std::vector<Item> items_;
};

}  // namespace

std::unique_ptr<Subjects> make_schema_subjects(const model::Model& model,
                                               const SubjectOptions& options) {
  return std::make_unique<SchemaSubjects>(model, options);
}

}  // namespace stopgate::policy
