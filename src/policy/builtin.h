#pragma once

// The policies compiled into the program: constant tables that embed_main.cpp writes when the
// project is built, so that start-up reads no YAML.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "policy/policy.h"

namespace stopgate::policy {

struct BuiltinVariable {
  std::string_view name, expression;
};

struct BuiltinValidation {
  std::string_view expression, message, message_expression, at;
  std::string_view fix_title, fix_text, fix_replaces;
  int severity;  // -1: the policy's
};

struct BuiltinPolicy {
  std::string_view id, title, incident, remediation, deprecated, path;
  finding::Severity severity;
  Target target;
  bool is_enabled, is_suppressible, is_secret;
  // kinds, containers, types, modes, blocks, actions, relations, uses, problems
  std::span<const std::string_view> match[9];
  std::span<const std::string_view> match_conditions;
  std::span<const BuiltinVariable> variables;
  std::span<const BuiltinValidation> validations;
  std::span<const BuiltinVariable> parameters;  // name and JSON
  std::span<const std::string_view> aliases, references;
};

[[nodiscard]] std::span<const BuiltinPolicy> builtin_policies();
[[nodiscard]] Policy to_policy(const BuiltinPolicy& builtin);

// The C++ source of such a table.
[[nodiscard]] std::string write_builtin_table(const std::vector<Policy>& policies);

}  // namespace stopgate::policy
