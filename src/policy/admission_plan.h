#pragma once

// An admission policy whose expressions are compiled for the environment that its API server would
// give them.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "cel/program.h"
#include "policy/admission.h"
#include "policy/planned.h"

namespace stopgate::policy {

struct AdmissionMistake {
  const Expression* expression = nullptr;
  cel::Issue issue;
};

struct PlannedAdmission {
  using Program = std::shared_ptr<const cel::Program>;
  struct Validation {
    const AdmissionValidation* source = nullptr;
    Program expression, message;
  };

  const AdmissionPolicy* source = nullptr;
  cel::Environment environment;
  std::map<std::string, std::size_t, std::less<>> slots;
  std::vector<Program> conditions;
  std::vector<std::pair<std::size_t, Program>> variables;  // slot and what it is
  std::vector<Validation> validations;
  std::vector<Program> audit;
  std::vector<AdmissionMistake> mistakes;  // then the policy cannot be run
};

// The minor of Kubernetes whose CEL is spoken: of a fleet the oldest, else the newest known.
[[nodiscard]] unsigned admission_minor(const ParameterValues& parameters);

// `minor` of Kubernetes says which functions there are.
[[nodiscard]] PlannedAdmission plan_admission(const AdmissionPolicy& policy, unsigned minor);

}  // namespace stopgate::policy
