#include "cel/libraries.h"

#include <cassert>

#include "cel/declaration.h"

namespace stopgate::cel {

Dialect dialect_of(unsigned kubernetes_minor) {
  if (kubernetes_minor == 0) return {};
  return {.optional_syntax = kubernetes_minor >= 28,
          .two_variable_macros = kubernetes_minor >= 32,
          .bind_macro = false,
          .block_macro = false,
          .sort_by_macro = kubernetes_minor >= 34,
          .homogeneous_literals = true,
          .cross_type_comparison = kubernetes_minor >= 28,
          .check_constants = kubernetes_minor >= 29};
}

void add_function(Environment& environment, std::string_view declaration, Function call, Cost cost) {
  auto overload = parse_declaration(declaration);
  assert(overload);
  overload->call = std::move(call);
  overload->cost = std::move(cost);
  overload->is_pure = true;
  environment.add(std::move(*overload));
}

void add_libraries(Environment& environment, unsigned) {
  add_conversions(environment);
  add_time(environment);
  add_core_strings(environment);
}

}  // namespace stopgate::cel
