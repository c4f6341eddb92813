#pragma once

// What expressions of each target may name: its variables, and the domain functions.
//
// The tables here are the only statement of both; docs/policies/targets.md is generated from them.

#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "cel/environment.h"
#include "cel/program.h"
#include "model/model.h"
#include "policy/policy.h"

namespace stopgate::policy {

struct VariableInfo {
  std::string_view name;
  std::string_view description;
};

struct FunctionInfo {
  std::string_view signature;
  std::string_view description;
};

// Without `params`, `kubernetes`, `asOf` and `variables`, which every target has.
[[nodiscard]] std::span<const VariableInfo> variables_of(Target target);
[[nodiscard]] std::span<const VariableInfo> common_variables();
[[nodiscard]] std::span<const FunctionInfo> domain_functions();

class RenderCache;

// What domain functions may look at during one evaluation: where it stands in the model.
struct Host {
  const model::Model* model = nullptr;
  RenderCache* renders = nullptr;
  const kubernetes::Render* render = nullptr;
  std::string_view name_space;  // of the object at hand
  const model::Stack* stack = nullptr;
  std::size_t resource = 0;  // of the stack
};

// An environment and the slots of its variables.
struct TargetEnvironment {
  cel::Environment environment;
  std::unordered_map<std::string_view, std::size_t> slots;

  [[nodiscard]] std::size_t slot(std::string_view name) const { return slots.at(name); }
};

[[nodiscard]] TargetEnvironment make_environment(Target target);

// Declares the domain functions (functions_*.cpp).
void add_kubernetes_functions(cel::Environment& environment);
void add_terraform_functions(cel::Environment& environment);
void add_text_functions(cel::Environment& environment);

}  // namespace stopgate::policy
