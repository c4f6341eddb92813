#pragma once

// From evaluated Terraform to the model's Values, which policies see.

#include "base/arena.h"
#include "terraform/cty_value.h"
#include "value/value.h"

namespace stopgate::terraform {

// Numbers become int64, uint64 or double with their lexeme, sets and tuples lists, the sensitive
// and ephemeral marks sensitive, unknowns keep reason, subject and prefix, every element keeps its
// place. `access` is that of every map and list made.
[[nodiscard]] value::Value lower(Arena& arena, const CtyValue& value,
                                 value::Access access = value::Access::Strict);

}  // namespace stopgate::terraform
