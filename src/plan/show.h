#pragma once

// Values as a reader of a diff sees them: short, without quotes where none are needed, sensitive
// ones never.

#include <cstddef>
#include <string>

#include "value/value.h"

namespace stopgate::plan {

// "t3.micro", "(none)", "(sensitive)", "(known after apply)", "{from_port = 22, protocol = tcp}".
// Members that are not set are left out; at most about `limit` bytes, "…" for the rest. Control
// characters are kept: reports escape them.
[[nodiscard]] std::string show(const value::Value& value, std::size_t limit);

// Null, or an empty string, list or map: what providers take for one another.
[[nodiscard]] bool is_blank(const value::Value& value);

}  // namespace stopgate::plan
