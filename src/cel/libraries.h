#pragma once

// The function libraries. Each adds its overloads to an environment; which version of Kubernetes
// has which is stated in libraries.cpp and nowhere else.

#include <string_view>

#include "base/result.h"
#include "cel/dialect.h"
#include "cel/environment.h"

namespace stopgate::cel {

// 0 is our own environment: everything there is. Otherwise what Kubernetes 1.N compiles, no more.
[[nodiscard]] Dialect dialect_of(unsigned kubernetes_minor);
void add_libraries(Environment& environment, unsigned kubernetes_minor);

using Args = std::span<const Datum>;
using Cost = std::function<std::uint64_t(Args)>;

// Adds a pure overload declared as text (declaration.h).
void add_function(Environment& environment, std::string_view declaration, Function call,
                  Cost cost = {});

using stopgate::fail;
[[nodiscard]] inline Datum fail(EvalContext& ctx, std::string_view message) {
  return Datum::error(ctx.arena(), message);
}

// How string.format() writes lists and exponents, and how ip() takes an IPv4 address in IPv6's
// clothes.
enum class Flavour { Newest, Kubernetes };

// Signatures only, for the checker: the machine has nodes for them.
void add_operators(Environment& environment, const Dialect& dialect);
void add_conversions(Environment& environment);
void add_time(Environment& environment);
void add_core_strings(Environment& environment);
void add_optionals(Environment& environment);
void add_strings(Environment& environment);
void add_string_quote(Environment& environment);
void add_string_format(Environment& environment, Flavour flavour);
void add_string_reverse(Environment& environment);
void add_math(Environment& environment);
void add_lists(Environment& environment);      // slice, flatten, distinct, sort, range, …
void add_list_ends(Environment& environment);  // first, last
void add_kubernetes_lists(
    Environment& environment);  // isSorted, sum, min, max, indexOf, lastIndexOf
void add_includes(Environment& environment);
void add_sets(Environment& environment);
void add_encoders(Environment& environment);
void add_network(Environment& environment, Flavour flavour);
void add_urls(Environment& environment);
void add_regexes(Environment& environment);
void add_quantities(Environment& environment);
void add_semver(Environment& environment);
void add_named_formats(Environment& environment);
void add_json_patch(Environment& environment);
void add_authorizer(Environment& environment);

}  // namespace stopgate::cel
