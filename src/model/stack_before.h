#pragma once

// The other side of a plan: its resources as they are now.

#include "model/stack.h"

namespace stopgate::model {

// What exists before the plan, at the addresses it will have. Without deposed objects.
[[nodiscard]] Stack make_stack_before(const plan::Plan& plan, const terraform::Root* root);

}  // namespace stopgate::model
