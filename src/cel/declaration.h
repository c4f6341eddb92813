#pragma once

// Types and overloads written as text, which is how the libraries declare theirs:
// "string.startsWith(string) -> bool", "list(<T>)", "kubernetes.Quantity".

#include <string_view>

#include "cel/environment.h"
#include "cel/type.h"

namespace stopgate::cel {

// Nothing when the text is not a type. A name that is not one of CEL's own is an abstract type.
[[nodiscard]] std::optional<Type> parse_type(std::string_view text);

// "fn(A, B) -> R" or, for a method, "A.fn(B) -> R"; function names may be dotted, and then are
// written "math.abs(int) -> int": what stands before the last dot is a receiver only when it is a
// type.
[[nodiscard]] std::optional<Overload> parse_declaration(std::string_view text);

}  // namespace stopgate::cel
