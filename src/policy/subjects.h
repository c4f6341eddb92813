#pragma once

// What the policies of one target look at: every container of every pod, every resource of every
// stack, … Each subject is bound to the target's variables once, for all the policies that match
// it.

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "cel/program.h"
#include "finding/finding.h"
#include "model/model.h"
#include "policy/environment.h"
#include "policy/policy.h"

namespace stopgate::policy {

// Binds variables of one target by name.
class Binder {
 public:
  Binder(const TargetEnvironment& target, cel::Activation& activation, Arena& arena)
      : target_(target), activation_(activation), arena_(arena) {}

  void bind(std::string_view name, const value::Value& value, source::Place place = {}) {
    activation_.bind(target_.slot(name), cel::Datum::of(arena_, value), place);
  }
  void bind(std::string_view name, const value::Node& node) { bind(name, node.value, node.place); }
  // What no finding points at.
  void bind_aside(std::string_view name, const value::Value& value) {
    activation_.bind_aside(target_.slot(name), cel::Datum::of(arena_, value));
  }
  [[nodiscard]] Arena& arena() { return arena_; }

 private:
  const TargetEnvironment& target_;
  cel::Activation& activation_;
  Arena& arena_;
};

// A subject as a finding names it.
struct Description {
  finding::Subject subject;
  source::Place
      place;         // where a finding points when the expression read nothing that stands anywhere
  std::string path;  // the file, when there is no place (a plan without its configuration)
  std::vector<finding::Related> related;
  std::string environment;  // of the root it belongs to; empty where there is but one
};

class Subjects {
 public:
  virtual ~Subjects() = default;

  [[nodiscard]] virtual std::size_t size() const = 0;
  // Equal for subjects that every Match treats alike.
  [[nodiscard]] virtual std::string key(std::size_t i) const = 0;
  [[nodiscard]] virtual bool matches(const Match& match, std::size_t i) const = 0;
  virtual void bind(std::size_t i, Binder& binder) const = 0;
  [[nodiscard]] virtual Host host(std::size_t i) const = 0;
  [[nodiscard]] virtual Description describe(std::size_t i) const = 0;
  // Where a path that an expression read ("resource.acl") stands, for trees without places of their
  // own.
  [[nodiscard]] virtual source::Place place_of(std::size_t i, std::string_view path) const;
};

// What finding the subjects hangs on.
struct SubjectOptions {
  std::vector<int> kubernetes_minors;  // reviewed for; empty: the newest that serves each object
  std::size_t jobs = 0;
};

[[nodiscard]] std::unique_ptr<Subjects> make_subjects(Target target, const model::Model& model,
                                                      const SubjectOptions& options = {});

// One maker a family (subjects_*.cpp).
[[nodiscard]] std::unique_ptr<Subjects> make_kubernetes_subjects(Target target,
                                                                 const model::Model& model);
[[nodiscard]] std::unique_ptr<Subjects> make_schema_subjects(const model::Model& model,
                                                             const SubjectOptions& options);
[[nodiscard]] std::unique_ptr<Subjects> make_object_change_subjects(const model::Model& model);
[[nodiscard]] std::unique_ptr<Subjects> make_terraform_subjects(Target target,
                                                                const model::Model& model);
[[nodiscard]] std::unique_ptr<Subjects> make_plan_subjects(Target target,
                                                           const model::Model& model);
[[nodiscard]] std::unique_ptr<Subjects> make_iam_subjects(Target target, const model::Model& model);
[[nodiscard]] std::unique_ptr<Subjects> make_file_subjects(const model::Model& model);
[[nodiscard]] std::unique_ptr<Subjects> make_iam_change_subjects(const model::Model& model);
[[nodiscard]] std::unique_ptr<Subjects> make_exposure_subjects(const model::Model& model);
[[nodiscard]] std::unique_ptr<Subjects> make_workflow_subjects(Target target,
                                                               const model::Model& model);

[[nodiscard]] std::unique_ptr<Subjects> make_workflow_problem_subjects(const model::Model& model);
[[nodiscard]] std::unique_ptr<Subjects> make_configuration_problem_subjects(
    const model::Model& model);

// A list of globs that is empty, or one of which matches.
[[nodiscard]] bool matches_any(const std::vector<std::string>& globs, std::string_view text);

// Members of a lenient map that CEL sees, built where it is bound.
class Facts {
 public:
  explicit Facts(Arena& arena) : arena_(arena) {}
  Facts& add(std::string_view name, const value::Value& value, source::Place place = {});
  Facts& add(std::string_view name, const value::Node& node) {
    return add(name, node.value, node.place);
  }
  Facts& add(std::string_view name, std::string_view text) {
    return add(name, value::Value::string(arena_, text));
  }
  Facts& add(std::string_view name, bool) = delete;  // say Value::boolean
  [[nodiscard]] value::Value build() const;

 private:
  Arena& arena_;
  std::vector<value::Member> members_;
  std::vector<value::MemberPlace> places_;
};

// What the workflow targets show of a CI file as a whole.
[[nodiscard]] value::Value workflow_facts(const workflow::Workflow& workflow,
                                          const source::SourceMap& sources, Arena& arena);

// meta of a resource, as the resource, root and iam targets show it.
[[nodiscard]] value::Value resource_meta(const model::Resource& resource, Arena& arena);

}  // namespace stopgate::policy
