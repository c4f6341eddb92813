#include "terraform/checks.h"

#include "terraform/block_schema.h"

namespace stopgate::terraform {

void check_module(const ModuleSyntax& module, const source::SourceMap& sources,
                  source::Diagnostics& diagnostics) {
  for (const auto* table :
       {&module.variables, &module.outputs, &module.calls, &module.resources, &module.providers}) {
    for (const auto& [name, declaration] : *table) check_block(declaration, diagnostics);
  }
  for (const auto& declaration : module.others) check_block(declaration, diagnostics);
  check_settings(module, diagnostics);
  check_conditions(module, diagnostics);
  check_names(module, diagnostics);
  check_providers(module, diagnostics);
  check_statements(module, sources, diagnostics);
}

}  // namespace stopgate::terraform
