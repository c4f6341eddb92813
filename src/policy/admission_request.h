#pragma once

// The request that applying or deleting an object would make, as admission policies see it.

#include "base/arena.h"
#include "policy/admission_match.h"
#include "policy/base_objects.h"
#include "policy/resource_names.h"

namespace stopgate::policy {

struct RequestValues {
  AdmissionRequest request;
  value::Value object, old_object;  // null on deletion and on creation
  value::Value namespace_object;    // null for what lives in no namespace; unknown when not here
  value::Value record;              // `request`
};

// Creation where the object was not there before. Without a base an object is taken to be created,
// unless the policy looks at updates only: then what was there is not known.
[[nodiscard]] RequestValues make_request(const model::Model& model, const BaseObjects& base,
                                         const ObjectPair& pair, const ResourceNames& names,
                                         const ResourceMatch& constraints, Arena& arena);

}  // namespace stopgate::policy
