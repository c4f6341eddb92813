#pragma once

// What the API server would say to an object before anything of it runs: fields it does not know,
// values it does not take. Every problem is told, none hides another, and nothing else depends on
// an object being without them.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kubernetes/render.h"

namespace stopgate::kubernetes {

enum class ProblemKind : std::uint8_t {
  UnknownKind,   // the group is Kubernetes' own, the kind is not there in any version
  UnknownField,  // dropped, or rejected
  MissingField,
  WrongType,
  WrongValue,    // an enumeration, a range, a form, a quantity, a duplicate
  BrokenSchema,  // of a CustomResourceDefinition
  NoSchema,      // a custom resource whose definition is not here: nothing was checked
};

[[nodiscard]] std::string_view name_of(ProblemKind kind);  // "unknown-field", as policies match it

struct SchemaProblem {
  ProblemKind kind = ProblemKind::WrongValue;
  std::size_t object = 0;  // Render::objects
  std::string path;        // "spec.template.spec.containers[0].imagePullPolicy"
  std::string message;     // what is wrong with it, with the value seen
  std::string suggestion;  // the name or value that was probably meant; may be empty
  source::Place place;
};

// The minors that are reviewed for; none: for each object the newest that serves it.
using Versions = std::span<const int>;

// Of all renders together, since the definition of a custom resource may stand in another one.
// The result has one list a render, in the order of objects.
[[nodiscard]] std::vector<std::vector<SchemaProblem>> check_schemas(std::span<const Render> renders,
                                                                    Versions versions,
                                                                    std::size_t jobs);

}  // namespace stopgate::kubernetes
