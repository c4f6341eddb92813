#pragma once

// The values that a root module's variables are given from outside, by Terraform's precedence:
// environment, terraform.tfvars, terraform.tfvars.json, *.auto.tfvars, --var and --var-file.

#include <map>
#include <optional>
#include <string>

#include "terraform/evaluation.h"
#include "terraform/module_syntax.h"

namespace stopgate::terraform {

struct VariableValue {
  CtyValue value;
  // As the environment or the command line gives it: what it means depends on the declared type.
  std::optional<std::string> text;
  std::string origin;  // "the environment variable TF_VAR_x", "--var x"
};

using VariableValues = std::map<std::string, VariableValue, std::less<>>;

[[nodiscard]] VariableValues read_variable_values(Evaluation& evaluation, const ModuleSyntax& root);

// The value of a text: itself, or the expression it holds where a structure is wanted.
[[nodiscard]] CtyValue value_of_text(Evaluation& evaluation, const VariableValue& given,
                                     const Type& type, bool is_typed);

}  // namespace stopgate::terraform
