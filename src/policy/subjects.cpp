#include "policy/subjects.h"

#include <algorithm>

#include "base/glob.h"

namespace stopgate::policy {

source::Place Subjects::place_of(std::size_t, std::string_view) const {
  return {};
}

std::unique_ptr<Subjects> make_subjects(Target target, const model::Model& model,
                                        const SubjectOptions& options) {
  switch (target) {
    case Target::Object:
    case Target::Workload:
    case Target::Pod:
    case Target::Container:
    case Target::Relation:
    case Target::Render:
      return make_kubernetes_subjects(target, model);
    case Target::SchemaProblem:
      return make_schema_subjects(model, options);
    case Target::ObjectChange:
      return make_object_change_subjects(model);
    case Target::Resource:
    case Target::Block:
    case Target::Root:
      return make_terraform_subjects(target, model);
    case Target::Change:
    case Target::Plan:
      return make_plan_subjects(target, model);
    case Target::IamStatement:
    case Target::IamPolicy:
      return make_iam_subjects(target, model);
    case Target::File:
      return make_file_subjects(model);
    case Target::IamChange:
      return make_iam_change_subjects(model);
    case Target::ExposureChange:
      return make_exposure_subjects(model);
    case Target::Workflow:
    case Target::Job:
    case Target::Step:
      return make_workflow_subjects(target, model);
    case Target::WorkflowProblem:
      return make_workflow_problem_subjects(model);
    case Target::ConfigurationProblem:
      return make_configuration_problem_subjects(model);
  }
  return nullptr;
}

bool matches_any(const std::vector<std::string>& globs, std::string_view text) {
  return globs.empty() || std::ranges::any_of(globs, [&](const std::string& glob) {
           return glob_match(glob, text, '\0');
         });
}

Facts& Facts::add(std::string_view name, const value::Value& value, source::Place place) {
  members_.push_back({intern(name), value});
  places_.push_back({place.file, place.span, place.span});
  return *this;
}

value::Value Facts::build() const {
  return value::Map::make(arena_, members_, places_, value::Access::Lenient);
}

}  // namespace stopgate::policy
