#pragma once

// Trees without places, given one: what stands inside a JSON string is reported where the string
// stands.

#include <span>

#include "base/arena.h"
#include "value/value.h"

namespace stopgate::iam {

// A deep copy in `arena` of which every node stands at `place`. Trees deeper than `depth` end in
// unknowns.
[[nodiscard]] value::Value located_copy(Arena& arena, const value::Value& value,
                                        source::Place place, std::size_t depth = 128);

// A lenient map of which every member stands at `place`.
[[nodiscard]] value::Value located_map(Arena& arena, std::span<const value::Member> members,
                                       source::Place place);

}  // namespace stopgate::iam
