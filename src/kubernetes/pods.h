#pragma once

// Finds the pods that an object makes.

#include <vector>

#include "kubernetes/object.h"
#include "kubernetes/pod_registry.h"
#include "kubernetes/selector.h"
#include "kubernetes/workload.h"

namespace stopgate::kubernetes {

// By the registry, and by shape for kinds it does not know: a map with a list of containers that
// have name and image, at the end of a path `template.spec`. `index` is that of the object in its
// render.
[[nodiscard]] std::vector<Pod> find_pods(const Object& object, std::size_t index);

// Labels of the pods: the template's, and those that the control plane adds.
[[nodiscard]] Labels labels_of(const Object& object, const Pod& pod);

}  // namespace stopgate::kubernetes
