#pragma once

// The blocks that are no resources: providers, variables, outputs, locals, calls, terraform, moved
// …

#include <string_view>
#include <vector>

#include "base/arena.h"
#include "terraform/module.h"
#include "terraform/module_instance.h"

namespace stopgate::terraform {

// Appends the blocks of the module in source order, evaluated as this instance of it sees them.
// Arguments that are names or types rather than values are strings of what is written.
void add_declared_blocks(ModuleInstance& module, Arena& arena, std::vector<Block>& blocks);

// Whether the call that made this instance, which is no root, reads an output of it: 1, else 0.
[[nodiscard]] std::size_t uses_of_output(const ModuleInstance& module, std::string_view name);

}  // namespace stopgate::terraform
