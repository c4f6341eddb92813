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

void add_function(Environment& environment, std::string_view declaration, Function call,
                  Cost cost) {
  auto overload = parse_declaration(declaration);
  assert(overload);
  overload->call = std::move(call);
  overload->cost = std::move(cost);
  overload->is_pure = true;
  environment.add(std::move(*overload));
}

namespace {

// What Kubernetes has of functions, and since when. Its environments lack math, encoders and
// reverse().
void add_kubernetes(Environment& environment, unsigned minor) {
  add_strings(environment);
  add_urls(environment);
  add_regexes(environment);
  add_kubernetes_lists(environment);
  add_json_patch(environment);
  if (minor >= 27) add_authorizer(environment);
  if (minor >= 28) {
    add_optionals(environment);
    add_list_ends(environment);
    add_quantities(environment);
  }
  if (minor >= 29) {
    add_string_format(environment, Flavour::Kubernetes);
    add_string_quote(environment);
    add_sets(environment);
  }
  if (minor >= 30) add_network(environment, Flavour::Kubernetes);
  if (minor >= 31) add_named_formats(environment);
  if (minor >= 33) add_semver(environment);
  if (minor >= 34) add_lists(environment);
  if (minor >= 37) add_includes(environment);
}

void add_everything(Environment& environment) {
  add_optionals(environment);
  add_strings(environment);
  add_string_format(environment, Flavour::Newest);
  add_string_quote(environment);
  add_string_reverse(environment);
  add_math(environment);
  add_lists(environment);
  add_list_ends(environment);
  add_sets(environment);
  add_encoders(environment);
  add_network(environment, Flavour::Newest);
  add_kubernetes_lists(environment);
  add_includes(environment);
  add_urls(environment);
  add_regexes(environment);
  add_quantities(environment);
  add_semver(environment);
  add_named_formats(environment);
  add_json_patch(environment);
  add_authorizer(environment);
}

}  // namespace

void add_libraries(Environment& environment, unsigned kubernetes_minor) {
  add_operators(environment, dialect_of(kubernetes_minor));
  add_conversions(environment);
  add_time(environment);
  add_core_strings(environment);
  if (kubernetes_minor == 0)
    add_everything(environment);
  else
    add_kubernetes(environment, kubernetes_minor);
}

}  // namespace stopgate::cel
