#pragma once

// Copies of trees whose own arena is about to go.

#include "base/arena.h"
#include "value/value.h"

namespace stopgate::policy {

// A deep copy in `arena`, without places; texts and the digits of long numbers too. Maps take
// `access`. For trees of the JSON reader, which bounds their depth.
[[nodiscard]] value::Value copy_tree(Arena& arena, const value::Value& from,
                                     value::Access access = value::Access::Strict);

}  // namespace stopgate::policy
