#pragma once

// References by label: a Service and its pods, a ServiceMonitor and its Services.

#include "kubernetes/relation_table.h"
#include "kubernetes/relations.h"

namespace stopgate::kubernetes {

// Adds the relation of one selector, unless it selects everything or nothing. Its target_name is the
// selector as kubectl writes it; a near miss is the label that would match.
void resolve_selector(Render& render, const World& world, const RelationRow& row, std::size_t from, const value::Node& selector);

}  // namespace stopgate::kubernetes
