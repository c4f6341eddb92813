#pragma once

// A policy whose expressions are compiled for its target's environment, with its parameters set.

#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "cel/program.h"
#include "policy/environment.h"
#include "policy/policy.h"
#include "source/diagnostic.h"
#include "value/document.h"

namespace stopgate::policy {

// An expression that is compiled when it is first needed, at the latest. Shared by threads.
class LazyProgram {
 public:
  LazyProgram(const Expression& expression, const cel::Environment& environment);

  // Nothing when the expression does not compile.
  [[nodiscard]] const cel::Program* get() const;

 private:
  const Expression& expression_;
  const cel::Environment& environment_;
  mutable std::once_flag once_;
  mutable std::shared_ptr<const cel::Program> program_;
};

struct PlannedValidation {
  const Validation* source = nullptr;
  // Null where the policy has none.
  std::unique_ptr<LazyProgram> expression, message, at;
  std::unique_ptr<LazyProgram> fix_text, fix_replaces;  // both or neither
};

struct PlannedVariable {
  std::size_t slot = 0;
  std::unique_ptr<LazyProgram> expression;
};

struct PlannedPolicy {
  const Policy* source = nullptr;
  value::Value parameters;
  std::vector<std::unique_ptr<LazyProgram>> conditions;
  std::vector<PlannedVariable> variables;
  std::vector<PlannedValidation> validations;
};

// name -> text, as --param gives them; "POLICY.name" speaks to one policy only.
using ParameterValues = std::vector<std::pair<std::string, std::string>>;

// Declares the policy's variables. Must be done for every policy of a target before any is planned,
// since an environment must not grow once activations are made for it.
void declare_variables(const Policy& policy, TargetEnvironment& target);

// Compiles every expression once, so that mistakes are told: diagnostics at their place in the
// policy file.
void check_expressions(const Policy& policy, const TargetEnvironment& target,
                       const source::SourceMap* sources, source::Diagnostics& diagnostics);

// Of a policy without mistakes; policy and target must outlive it. What it compiles it compiles
// without a check.
[[nodiscard]] std::unique_ptr<PlannedPolicy> plan_policy(const Policy& policy,
                                                         const TargetEnvironment& target,
                                                         const ParameterValues& parameters,
                                                         Arena& arena);

// The parameter's value for this policy: the last given one, read like the default (a number, a
// list split at commas, a text), else the default.
[[nodiscard]] value::Value parameter_value(const Policy& policy, const Parameter& parameter,
                                           const ParameterValues& given, Arena& arena);

}  // namespace stopgate::policy
