#pragma once

// The function libraries. Each adds its overloads to an environment; which version of Kubernetes has
// which is stated in libraries.cpp and nowhere else.

#include <string_view>

#include "cel/dialect.h"
#include "cel/environment.h"

namespace stopgate::cel {

// 0 is our own environment: everything there is. Otherwise what Kubernetes 1.N compiles, no more.
[[nodiscard]] Dialect dialect_of(unsigned kubernetes_minor);
void add_libraries(Environment& environment, unsigned kubernetes_minor);

using Cost = std::function<std::uint64_t(std::span<const Datum>)>;

// Adds a pure overload declared as text (declaration.h).
void add_function(Environment& environment, std::string_view declaration, Function call, Cost cost = {});

[[nodiscard]] inline Datum fail(EvalContext& ctx, std::string_view message) { return Datum::error(ctx.arena(), message); }

void add_operators(Environment& environment, const Dialect& dialect);
void add_conversions(Environment& environment);
void add_time(Environment& environment);
void add_core_strings(Environment& environment);

}  // namespace stopgate::cel
