#pragma once

// Finds what cannot work before anything is evaluated: names that are not declared, functions given
// what they do not take, fields that a type does not have.

#include <vector>

#include "cel/expression.h"
#include "cel/program.h"

namespace stopgate::cel {

// The type of the whole. Goes on after a mistake, so that independent ones are reported together.
[[nodiscard]] Type check(const Environment& environment, const Expr& root,
                         const CompileOptions& options, std::vector<Issue>& issues);

}  // namespace stopgate::cel
