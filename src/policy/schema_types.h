#pragma once

// API types of Kubernetes and resource types of Terraform as types of CEL, so that the checker
// finds misspelt fields of them.

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "cel/environment.h"
#include "kubernetes/schema_table.h"
#include "policy/policy.h"
#include "terraform/provider_schema.h"

namespace stopgate::policy {

// Declares the object types that an environment needs, with all that they are made of. Scalars are
// nullable: manifests write null.
class KubernetesTypes {
 public:
  explicit KubernetesTypes(cel::Environment& environment);

  // Of the kinds that a policy matches ("Deployment", "apps/Deployment"): an object has the fields
  // of all their versions. Dyn when one of them is not Kubernetes' own, or any may be.
  [[nodiscard]] cel::Type of_kinds(const std::vector<std::string>& kinds);
  // "core.v1.PodSpec"; several make one type with the fields of all. Dyn for what is not known.
  [[nodiscard]] cel::Type named(const std::string& shown,
                                const std::vector<std::string_view>& names);

 private:
  [[nodiscard]] cel::Type one_of(const std::string& name, const std::vector<std::uint32_t>& types);
  [[nodiscard]] cel::Type of_shape(const kubernetes::FieldShape& shape);
  [[nodiscard]] cel::Type object(std::uint32_t index);

  const kubernetes::SchemaTable& table_;
  cel::Environment& environment_;
  std::set<std::string> declared_;
};

struct ResourceType {
  cel::Type type;
  std::vector<std::string> names;  // of the object types it is made of
  bool is_exact = true;            // false: of one version of the provider, another may have more
};

// The arguments and attributes of the Terraform types that a policy matches: of the given schemas
// (may be null), else of the table that we carry. Dyn when one of the types is not known.
[[nodiscard]] ResourceType resource_type(const Match& match,
                                         const terraform::ProviderSchemas* schemas,
                                         cel::Environment& environment);

}  // namespace stopgate::policy
