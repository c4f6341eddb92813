#pragma once

// The schemas of custom resources that the tree itself defines, by version and kind.

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "kubernetes/render.h"
#include "value/value.h"

namespace stopgate::kubernetes {

struct CustomKind {
  value::Value schema;  // openAPIV3Schema; null where the definition has none
  bool is_served = true;
};

class CrdRegistry {
 public:
  explicit CrdRegistry(std::span<const Render> renders);

  [[nodiscard]] const CustomKind* find(std::string_view api_version, std::string_view kind) const;
  // Versions of that kind that are defined: "v1, v1beta1"; empty when the kind is not.
  [[nodiscard]] std::string served_versions(std::string_view group, std::string_view kind) const;

 private:
  void add(const Object& definition);

  std::unordered_map<std::string, CustomKind> kinds_;                   // by "group/version kind"
  std::unordered_map<std::string, std::vector<std::string>> versions_;  // by "group kind"
};

[[nodiscard]] bool is_custom_definition(const Object& object);

// Calls with each schema of a definition and its path: of each version, or of all in the old form.
template <typename Function>
void for_each_schema(const Object& definition, const Function& function) {
  const auto spec = value::step(definition.root, intern("spec"));
  const auto schema_of = [](const value::Node& node, std::string_view outer) {
    return value::step(value::step(node, intern(outer)), intern("openAPIV3Schema"));
  };
  if (const auto shared = schema_of(spec, "validation"); !shared.value.is_null())
    function("spec.validation.openAPIV3Schema", shared);
  const auto versions = value::step(spec, intern("versions"));
  for (std::size_t i = 0; i < versions.value.items().size(); ++i)
    if (const auto schema = schema_of(value::step(versions, i), "schema"); !schema.value.is_null())
      function("spec.versions[" + std::to_string(i) + "].schema.openAPIV3Schema", schema);
}

}  // namespace stopgate::kubernetes
