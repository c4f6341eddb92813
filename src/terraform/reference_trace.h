#pragma once

// The resources behind the references of an argument: through locals, variables of calls and
// outputs of modules, down to what is declared.

#include <map>
#include <set>
#include <string>
#include <vector>

#include "terraform/module.h"
#include "terraform/module_instance.h"

namespace stopgate::terraform {

// Of every argument of the block, in source order: each reference as it is written, then the
// resources that it leads to.
[[nodiscard]] std::vector<Reference> references_of(ModuleInstance& module, const Content& content);

}  // namespace stopgate::terraform
