#pragma once

// Type constraints as variables write them: `list(object({name = string, size = optional(number,
// 3)}))`.

#include "hcl/syntax.h"
#include "source/diagnostic.h"
#include "terraform/cty_type.h"
#include "terraform/evaluate.h"

namespace stopgate::terraform {

struct TypeConstraint {
  Type type;  // `any` and what could not be read is dynamic
  source::Diagnostics diagnostics;
};

// Convert a value to `type` (cty_convert.h) and its defaults are applied.
[[nodiscard]] TypeConstraint parse_type_constraint(const hcl::Expression& expression,
                                                   source::FileId file, const EvalOptions& options);

}  // namespace stopgate::terraform
