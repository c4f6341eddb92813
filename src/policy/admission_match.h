#pragma once

// Whether the API server would show a request to an admission policy.

#include <string>
#include <string_view>

#include "kubernetes/selector.h"
#include "policy/admission.h"

namespace stopgate::policy {

// A request that applying or deleting an object would make.
struct AdmissionRequest {
  std::string_view operation;  // CREATE, UPDATE, DELETE
  std::string_view group, version, resource, name, name_space;
  bool is_namespaced = true;
  bool is_namespace = false;         // the object is a Namespace
  value::Value labels, old_labels;   // of the object; null where there is none
  value::Value namespace_labels;     // of its namespace, the automatic one included
  bool has_namespace_labels = true;  // false: only the cluster knows them
};

// Unknown when it hangs on labels of a namespace that is not here.
[[nodiscard]] kubernetes::Match matches(const ResourceMatch& match,
                                        const AdmissionRequest& request);

// The rules alone: does any name this operation on this resource?
[[nodiscard]] bool has_rule_for(const ResourceMatch& match, const AdmissionRequest& request);

}  // namespace stopgate::policy
