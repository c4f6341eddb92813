#pragma once

// The blocks that are no resources: providers, variables, outputs, locals, calls, terraform, moved
// …

#include <vector>

#include "base/arena.h"
#include "terraform/module.h"
#include "terraform/module_instance.h"

namespace stopgate::terraform {

// Appends the blocks of the module in source order, evaluated as this instance of it sees them.
// Arguments that are names or types rather than values are strings of what is written.
void add_declared_blocks(ModuleInstance& module, Arena& arena, std::vector<Block>& blocks);

}  // namespace stopgate::terraform
