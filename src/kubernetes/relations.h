#pragma once

// Resolves the references between the objects of a render by the relation table
// (policies/kubernetes/data/relations.yaml).
//
// Most targets may be made elsewhere: by Terraform, by another chart, by hand. So an unresolved
// reference is only called missing (Relation::is_missing) when the world is closed for the target's
// kind or an existing name is so near that a slip of the pen is likely. References inside one
// object (a mount and its volume, a probe and its port) are always closed.

#include <string>
#include <vector>

#include "kubernetes/render.h"

namespace stopgate::kubernetes {

// An object that is known to exist outside the render. Empty members and `*` stand for anything.
struct ExternalObject {
  std::string kind;
  std::string name_space;
  std::string name;
};

// What is known about the cluster beside the render.
struct World {
  std::vector<std::string> closed_kinds;  // objects of these kinds are all in the render
  std::vector<ExternalObject> external;
};

// Fills Render::relations, in the order of objects and then of the table's rows. The render is
// indexed.
void resolve_relations(Render& render, const World& world);

}  // namespace stopgate::kubernetes
