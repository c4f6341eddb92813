#pragma once

// One expression tried on real subjects: the objects, containers, resources or changes of a model.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cel/program.h"
#include "model/model.h"
#include "policy/policy.h"

namespace stopgate::policy {

// Which subjects; what is empty says nothing. Names are globs.
struct SubjectChoice {
  std::string address;  // Terraform
  std::string kind;     // Kubernetes
  std::string name;
};

struct Evaluated {
  enum class State : std::uint8_t { Value, Unknown, Error } state = State::Value;
  finding::Subject subject;
  source::Place place;
  std::string json;   // the value as JSON; a sensitive one as "(sensitive)"
  std::string typed;  // as `policy eval --json` writes it
  std::string text;   // of an unknown or error
};

struct EvaluatedAll {
  std::vector<cel::Issue> issues;  // mistakes in the expression: then nothing was evaluated
  std::vector<Evaluated> results;
};

[[nodiscard]] EvaluatedAll evaluate_on(const model::Model& model, Target target,
                                       std::string_view expression, const SubjectChoice& choice);

// What the files are about: objects, changes of a plan, or resources.
[[nodiscard]] Target main_target(const model::Model& model);

}  // namespace stopgate::policy
