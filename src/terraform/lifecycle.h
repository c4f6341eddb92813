#pragma once

// The `lifecycle` block of a resource, whose arguments are constants and names.

#include "terraform/evaluation.h"
#include "terraform/module.h"
#include "terraform/module_syntax.h"

namespace stopgate::terraform {

[[nodiscard]] Lifecycle lifecycle_of(const Content& content, Evaluation& evaluation);

}  // namespace stopgate::terraform
