#pragma once

// Macros: calls that are syntax. has(), all(), map(), cel.bind(), optMap(), … become nodes of their
// own.

#include "cel/tree_builder.h"

namespace stopgate::cel {

// The call itself when it is no macro; null, with the builder's issue set, when it is one used
// wrongly.
[[nodiscard]] Expr* expand_macro(TreeBuilder& builder, Expr* call);

}  // namespace stopgate::cel
