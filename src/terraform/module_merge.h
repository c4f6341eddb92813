#pragma once

// Override files: how a block of `override.tf` changes the block that it names.

#include "terraform/module_syntax.h"

namespace stopgate::terraform {

// Arguments replace those of the same name. A type of nested block that the override has replaces
// all blocks of that type, dynamic ones included; `lifecycle` and `required_providers` blocks merge
// one by one, so there the override is added, and later blocks win.
void merge_override(Content& base, const Content& changes);

}  // namespace stopgate::terraform
