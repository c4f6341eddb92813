#pragma once

// A policy whose expressions are compiled for its target's environment, with its parameters set.

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "cel/program.h"
#include "policy/environment.h"
#include "policy/policy.h"
#include "source/diagnostic.h"
#include "value/document.h"

namespace stopgate::policy {

struct PlannedValidation {
  const Validation* source = nullptr;
  std::shared_ptr<const cel::Program> expression, message, at;
  std::shared_ptr<const cel::Program> fix_text, fix_replaces;  // both or neither
};

struct PlannedVariable {
  std::size_t slot = 0;
  std::shared_ptr<const cel::Program> expression;
};

struct PlannedPolicy {
  const Policy* source = nullptr;
  value::Value parameters;
  std::vector<std::shared_ptr<const cel::Program>> conditions;
  std::vector<PlannedVariable> variables;
  std::vector<PlannedValidation> validations;
};

// name -> text, as --param gives them; "POLICY.name" speaks to one policy only.
using ParameterValues = std::vector<std::pair<std::string, std::string>>;

// Declares the policy's variables. Must be done for every policy of a target before any is planned,
// since an environment must not grow once activations are made for it.
void declare_variables(const Policy& policy, TargetEnvironment& target);

// Compiles. Mistakes are diagnostics at their place in the policy file, and leave no planned
// policy.
[[nodiscard]] std::unique_ptr<PlannedPolicy> plan_policy(
    const Policy& policy, const TargetEnvironment& target, const ParameterValues& parameters,
    Arena& arena, const source::SourceMap* sources, source::Diagnostics& diagnostics);

// The parameter's value for this policy: the last given one, read like the default (a number, a
// list split at commas, a text), else the default.
[[nodiscard]] value::Value parameter_value(const Policy& policy, const Parameter& parameter,
                                           const ParameterValues& given, Arena& arena);

}  // namespace stopgate::policy
