#pragma once

// Values as JSON text. Unknown and sensitive values become the strings "(unknown: reason)" and
// "(sensitive)"; characters that are not UTF-8 become U+FFFD.

#include <string>

#include "value/value.h"

namespace stopgate::json {

[[nodiscard]] std::string write(const value::Value& value);         // on one line
[[nodiscard]] std::string write_pretty(const value::Value& value);  // indented by two spaces

}  // namespace stopgate::json
