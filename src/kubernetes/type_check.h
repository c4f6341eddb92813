#pragma once

// Checks objects of Kubernetes' own kinds against the table of API types.

#include "kubernetes/problem_sink.h"
#include "kubernetes/schema_table.h"

namespace stopgate::kubernetes {

// The members of an object of `type`, in one minor. Custom resources use it for their metadata.
void check_type(const value::Node& node, std::uint32_t type, int minor, ProblemSink& sink);

// metadata.name: there, and of the form that the kind demands.
void check_name(const Object& object, int minor, ProblemSink& sink);

}  // namespace stopgate::kubernetes
