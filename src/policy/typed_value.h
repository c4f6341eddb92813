#pragma once

// CEL values as JSON that keeps their types: {"int": 1}, {"list": [{"string": "a"}]},
// {"timestamp": "2009-02-13T23:31:30Z"}. Plain JSON cannot tell 1 from 1u or 1.0.

#include <string>

#include "base/arena.h"
#include "base/result.h"
#include "cel/datum.h"
#include "value/value.h"

namespace stopgate::policy {

// What JSON can say becomes a tree, as an input would be.
[[nodiscard]] Result<cel::Datum> read_typed(Arena& arena, const value::Value& typed);

// Of a value; errors and unknowns have no such form.
[[nodiscard]] std::string write_typed(const cel::Datum& datum);

}  // namespace stopgate::policy
