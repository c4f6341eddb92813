#pragma once

// Resources and data sources against the schema of their provider: unknown and missing arguments
// and blocks, what only the provider can set, what is deprecated, what does not fit its type.

#include <map>
#include <memory>
#include <string>
#include <tuple>

#include "source/diagnostic.h"
#include "terraform/cty_value.h"
#include "terraform/module_syntax.h"
#include "terraform/provider_requirements.h"
#include "terraform/provider_schema.h"

namespace stopgate::terraform {

class SchemaChecker {
 public:
  // `given` may be null; `with_facts`: ask the embedded table about providers that it lacks.
  SchemaChecker(std::shared_ptr<const ProviderSchemas> given, bool with_facts)
      : given_(std::move(given)), with_facts_(with_facts) {}

  // The root's come first: their version constraints hold for every module.
  void check_module(const ModuleSyntax& module, source::Diagnostics& diagnostics);

  // One instance: its values, once they are known.
  void check_values(const ModuleSyntax& module, const Declaration& declaration,
                    const CtyValue& object, source::Diagnostics& diagnostics);

 private:
  [[nodiscard]] const SchemaAnswer& answer_for(const ModuleSyntax& module,
                                               const Declaration& declaration);
  [[nodiscard]] SchemaAnswer look_up(Mode mode, std::string_view type,
                                     const ProviderRequirement& requirement,
                                     std::string_view local_name) const;
  [[nodiscard]] const ProviderRequirements& requirements_of(const ModuleSyntax& module);
  void check(const ModuleSyntax& module, const Declaration& declaration,
             source::Diagnostics& diagnostics);
  // Attributes that expressions read of a resource, by its key.
  void check_uses(const ModuleSyntax& module, const std::string& key,
                  const Declaration& declaration, source::Diagnostics& diagnostics);

  std::shared_ptr<const ProviderSchemas> given_;
  bool with_facts_ = true;
  std::optional<ProviderRequirements> root_;
  std::map<const ModuleSyntax*, ProviderRequirements> requirements_;
  std::map<std::tuple<const ModuleSyntax*, std::string, std::string>, SchemaAnswer> answers_;
};

}  // namespace stopgate::terraform
