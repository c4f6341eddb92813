#pragma once

// ValidatingAdmissionPolicies and their bindings, as the API server knows them: found in a folder
// of policies or in the reviewed tree, and run as they are.

#include <optional>
#include <string>
#include <vector>

#include "kubernetes/object.h"
#include "policy/policy.h"
#include "value/value.h"

namespace stopgate::policy {

// One of resourceRules or excludeResourceRules. A list that is empty was not written.
struct ResourceRule {
  std::vector<std::string> operations, groups, versions, resources, names;
  std::string scope = "*";
};

struct ResourceMatch {
  std::vector<ResourceRule> rules, excluded;
  value::Value namespace_selector, object_selector;  // null: any
  bool is_equivalent = true;  // other versions of the same resource match too
};

struct AdmissionValidation {
  Expression expression;
  std::string message;
  Expression message_expression;
};

struct AdmissionPolicy {
  std::string name;
  std::string param_api_version, param_kind;  // empty without paramKind
  ResourceMatch constraints;
  std::vector<Expression> conditions;
  std::vector<Variable> variables;
  std::vector<AdmissionValidation> validations;
  std::vector<Expression> audit;  // valueExpressions
  bool ignores_failure = false;
  bool is_given = false;  // by --policies: our user's, not the tree's
  source::Place place;
};

// Which objects of paramKind a policy is run with.
struct ParamReference {
  std::string name, name_space;
  value::Value selector;
  bool allows_missing = false;
};

struct AdmissionBinding {
  std::string name, policy;
  std::optional<ParamReference> params;
  std::optional<ResourceMatch> resources;
  std::optional<finding::Severity> severity;  // of the gravest action; nothing without one
};

struct AdmissionSet {
  std::vector<AdmissionPolicy> policies;
  std::vector<AdmissionBinding> bindings;
  std::vector<std::string> mutating;  // names of policies that change objects: not run
};

// Takes what is an admission policy or binding; false when the object is neither.
bool read_admission(const kubernetes::Object& object, bool is_given, AdmissionSet& to);

// "admission.replica-limit": as findings name it.
[[nodiscard]] std::string id_of(const AdmissionPolicy& policy);

}  // namespace stopgate::policy
