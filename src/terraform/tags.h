#pragma once

// The tags that the cloud will see: default_tags of the provider in use, then the resource's own.

#include "base/arena.h"
#include "terraform/cty_value.h"
#include "terraform/module_instance.h"
#include "value/value.h"

namespace stopgate::terraform {

// A strict map; unknown where it cannot be told; null where neither the resource nor its provider
// speaks of tags. `object` is the resource as configured, `provider` its configuration.
[[nodiscard]] value::Value effective_tags(const CtyValue& object, const ProviderReference& provider,
                                          Arena& arena);

}  // namespace stopgate::terraform
