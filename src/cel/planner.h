#pragma once

// Turns a syntax tree into a Program's nodes: resolves names, folds constants, compiles patterns.

#include "cel/node.h"
#include "cel/program.h"

namespace stopgate::cel {

// Sets program.root, or adds to `issues`. The tree may be dropped afterwards.
void plan(Program& program, const Expr& root, const CompileOptions& options,
          std::vector<Issue>& issues);

}  // namespace stopgate::cel
