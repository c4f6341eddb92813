#pragma once

// HCL in its canonical layout: two blanks an indentation, one blank between tokens, `=` and
// trailing comments of neighbouring lines in one column. Only blanks change, so that the meaning
// stays.

#include <string>
#include <string_view>

namespace stopgate::hcl {

// Byte for byte the layout that HCL's own formatter gives a text without syntax errors. Other text
// gives some text.
[[nodiscard]] std::string layout(std::string_view text);

}  // namespace stopgate::hcl
