#pragma once

// Structural schemas, as CustomResourceDefinitions carry them: are they well made, and does a
// custom resource fit the one that defines it.

#include "kubernetes/problem_sink.h"

namespace stopgate::kubernetes {

// Types that do not exist, properties that are no schemas, `$ref`, which the API server refuses.
void check_definition(const Object& definition, ProblemSink& sink);

// The members of a custom resource, but for apiVersion, kind and metadata. A broken part of the
// schema takes anything.
void check_custom(const value::Node& object, const value::Value& schema, ProblemSink& sink);

}  // namespace stopgate::kubernetes
