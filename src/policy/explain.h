#pragma once

// Why a policy found something: its expression with the value of each part, on that very subject.

#include <string>
#include <vector>

#include "finding/finding.h"
#include "model/model.h"
#include "policy/planned.h"

namespace stopgate::policy {

struct ExplainedPart {
  std::string text;
  std::string value;      // JSON; "(sensitive)", "undecided: …", "error: …"
  std::size_t depth = 0;  // of nesting in the expression
};

// One validation that does not hold.
struct Explanation {
  std::string expression;
  std::vector<ExplainedPart> parts;  // outer before inner, in the order of the text
};

// Of the validations of `policy`, whose expressions compile, that fail on the finding's subject.
// Empty when none does.
[[nodiscard]] std::vector<Explanation> explain(const model::Model& model, const Policy& policy,
                                               const finding::Finding& finding,
                                               const ParameterValues& parameters);

}  // namespace stopgate::policy
