#pragma once

// Conditions of statements, as booleans that know which of them follow from which.

#include <compare>
#include <string>
#include <string_view>
#include <vector>

#include "value/value.h"

namespace stopgate::iam {

// All of its values are alternatives.
struct ConditionElement {
  std::string operation;            // "stringequals", lower case, with "foranyvalue:" or "ifexists"
  std::string key;                  // "aws:sourceip", lower case
  std::vector<std::string> values;  // sorted
  std::string written;              // "aws:SourceIp", for people

  friend bool operator==(const ConditionElement& a, const ConditionElement& b) {
    return a.operation == b.operation && a.key == b.key && a.values == b.values;
  }
};

// True when each element is; the empty one always is.
using Condition = std::vector<ConditionElement>;

// From the list of {operator, key, values} of a normalised statement. An unknown value becomes a
// text of its own.
[[nodiscard]] Condition read_condition(const value::Value& conditions);

// Whether `a` is never true where `b` is false, as far as their texts tell: fewer alternatives, a
// narrower network, one more element, no IfExists.
[[nodiscard]] bool implies(const Condition& a, const Condition& b);

// "aws:PrincipalOrgID and aws:SourceIp"; empty for none.
[[nodiscard]] std::string keys_of(const Condition& condition);

// Whether the element lets through only requests from somewhere particular (an organisation, an
// account, a network), so that a stranger never meets it.
[[nodiscard]] bool limits_callers(const ConditionElement& element);
// Whether it is true for every stranger: the negation of such a limit, as Deny statements have it.
[[nodiscard]] bool holds_for_strangers(const ConditionElement& element);

}  // namespace stopgate::iam
