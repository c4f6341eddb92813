#pragma once

// Writes Values as YAML that reads back as the same Values in either dialect: for `init`, baselines
// and suggested fixes.

#include <string>

#include "value/value.h"

namespace stopgate::yaml {

// One document in block style with a final line break, without `---`. Text that any reader might
// take for something else is quoted; text of several lines is a literal block. A sensitive value is
// written as "(sensitive)" and an unknown one as "(unknown: reason)", as text.
[[nodiscard]] std::string write(const value::Value& value);

}  // namespace stopgate::yaml
