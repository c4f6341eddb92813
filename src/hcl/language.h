#pragma once

// Our HCL grammar as tree-sitter takes it.

extern "C" {
struct TSLanguage;
}

namespace stopgate::hcl {

[[nodiscard]] const TSLanguage* language();

}  // namespace stopgate::hcl
