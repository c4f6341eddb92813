#pragma once

// The typed JSON form of CEL values in the shared test data: {"int": 1}, {"list": […]}, …

#include <nlohmann/json.hpp>
#include <string>

#include "cel/datum.h"
#include "cel/environment.h"

namespace stopgate::test {

using Json = nlohmann::json;

// `keep` owns opaque values; nothing of the kind occurs in bindings, so it is not needed here.
[[nodiscard]] cel::Datum datum_from(Arena& arena, const Json& typed);
[[nodiscard]] Json typed_json(Arena& arena, const cel::Datum& datum);

// A tree, where the value can be one: maps with string keys only, no bytes, uints or times.
[[nodiscard]] bool is_tree(const Json& typed);
[[nodiscard]] value::Value value_from(Arena& arena, const Json& typed);

// Equal and of the same type; maps in any order, NaN equal to NaN.
[[nodiscard]] bool same(const Json& a, const Json& b);

}  // namespace stopgate::test
