#pragma once

// What Terraform's own blocks may hold: arguments, nested blocks, what is required.
// Provider-defined bodies (resources, providers, backends) stay open.

#include "source/diagnostic.h"
#include "terraform/module_syntax.h"

namespace stopgate::terraform {

// Reports unsupported and missing arguments and nested blocks, names that are no names, and
// combinations that Terraform rejects before it evaluates anything.
void check_block(const Declaration& declaration, source::Diagnostics& diagnostics);

}  // namespace stopgate::terraform
