#pragma once

// A Policy: one YAML file that says what is right, what breaks otherwise, and how to fix it. No
// policy is written in C++.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "finding/finding.h"
#include "source/span.h"

namespace stopgate::policy {

// What one evaluation of a policy sees. docs/policies/targets.md lists the variables of each.
enum class Target : std::uint8_t {
  Object,                // a Kubernetes object
  ObjectChange,          // a Kubernetes object before and after the change
  Workload,              // a Kubernetes object that makes pods
  Pod,                   // a pod, or the pod template of a workload
  Container,             // a container of a pod
  Relation,              // a reference from one Kubernetes object to another
  Render,                // a whole set of manifests
  SchemaProblem,         // what the API server would say to a Kubernetes object
  Resource,              // a Terraform resource or data source, from HCL or from a plan
  Block,                 // any other Terraform block
  Root,                  // a Terraform root module
  Change,                // a change of a plan
  Plan,                  // a whole plan
  IamStatement,          // a statement of an IAM policy document
  IamPolicy,             // an IAM policy document
  IamChange,             // what a plan newly lets someone do
  ExposureChange,        // what a plan newly makes reachable
  File,                  // a file of Terraform code
  Workflow,              // a CI file
  Job,                   // a job of a CI file: a stage of a Jenkinsfile
  Step,                  // a step of a job
  WorkflowProblem,       // what GitHub would say to a workflow
  ConfigurationProblem,  // what is wrong with how Terraform code is written
};

inline constexpr std::size_t kTargetCount =
    static_cast<std::size_t>(Target::ConfigurationProblem) + 1;

[[nodiscard]] std::string_view name_of(Target target);  // "iam-statement", as policy files write it
[[nodiscard]] std::optional<Target> parse_target(std::string_view name);

// A CEL expression and where it stands: its YAML scalar, for a caret inside it.
struct Expression {
  std::string text;
  source::Place place;

  [[nodiscard]] bool empty() const { return text.empty(); }
};

// Cheap conditions on what is evaluated at all; each empty list means "any". Names are globs.
struct Match {
  std::vector<std::string> kinds;       // Kubernetes: kinds, or group/Kind; CI: formats
  std::vector<std::string> containers;  // container: types; main and sidecar when empty
  std::vector<std::string> types;       // resource, change, iam-*: Terraform types
  std::vector<std::string> modes;       // resource: managed (when empty), data
  std::vector<std::string> blocks;      // block: block types
  std::vector<std::string> actions;     // change: update, delete, replace, …
  std::vector<std::string> relations;   // relation: ids of rows of the relation table
  std::vector<std::string> uses;        // iam-*: identity, trust, resource, boundary, organisation
  std::vector<std::string> problems;    // *-problem: unknown-field, wrong-value, syntax, …

  bool operator==(const Match&) const = default;
};

struct Variable {
  std::string name;
  Expression expression;
};

// What a machine may write instead. Both expressions give one value, or lists of equal length.
struct ValidationFix {
  std::string title;
  Expression text;      // what to write; null where there is nothing to offer
  Expression replaces;  // what stands there now; empty: what the finding points at

  [[nodiscard]] bool empty() const { return text.empty(); }
};

struct Validation {
  Expression expression;  // true is right
  std::string message;
  Expression message_expression;  // wins over `message`
  Expression at;                  // where the finding points; empty: what the expression read last
  ValidationFix fix;
  std::optional<finding::Severity> severity;
};

// A number or a list that the policy leaves to its user; its default as JSON.
struct Parameter {
  std::string name;
  std::string json;
};

struct Policy {
  std::string id;
  std::string title;
  finding::Severity severity = finding::Severity::Medium;
  Target target = Target::Object;
  Match match;
  std::vector<Expression> match_conditions;
  std::vector<Variable> variables;
  std::vector<Validation> validations;
  std::vector<Parameter> parameters;
  std::string incident;
  std::string remediation;
  std::vector<std::string> aliases;     // peers' ids, and former ids of ours
  std::vector<std::string> references;  // where to read more
  std::string deprecated;               // why, for one release
  std::string path;                     // policies/…/x.yaml
  bool is_enabled = true;               // false: runs only when asked for
  bool is_suppressible = true;          // false: no comment, exemption or baseline silences it
  bool is_secret = false;               // findings must not show the source line
};

}  // namespace stopgate::policy
