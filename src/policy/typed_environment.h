#pragma once

// What a target's variables are made of, as far as anybody knows: API types of Kubernetes, resource
// types of Terraform, and the facts that we make. The checker finds misspelt fields with it;
// policies are run without, since an input may hold anything.

#include <map>
#include <string>

#include "policy/environment.h"
#include "policy/policy.h"
#include "policy/schema_types.h"

namespace stopgate::policy {

// How sure it is that an object type has no other fields than those declared.
enum class Certainty : std::uint8_t {
  Sure,    // we make the tree, or the schema was given
  Likely,  // a newer version may have more
  Guess,   // of one version among many
};

struct TypedEnvironment {
  TargetEnvironment target;
  std::map<std::string, Certainty, std::less<>> certainty;  // Likely of those that are not in it

  [[nodiscard]] Certainty certainty_of(std::string_view type) const {
    const auto found = certainty.find(type);
    return found == certainty.end() ? Certainty::Likely : found->second;
  }
};

// `schemas` may be null.
[[nodiscard]] TypedEnvironment make_typed_environment(const Policy& policy,
                                                      const terraform::ProviderSchemas* schemas);

}  // namespace stopgate::policy
