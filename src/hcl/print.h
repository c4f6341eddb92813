#pragma once

// The syntax tree as text, one attribute or block a line: what the tests compare.

#include <string>

#include "hcl/syntax.h"

namespace stopgate::hcl {

[[nodiscard]] std::string print(const Body& body);
[[nodiscard]] std::string print(const Expression& expression);

}  // namespace stopgate::hcl
