#pragma once

// JSON as the json room reads it, as a Terraform value: what jsondecode() and *.tfvars.json mean by
// it.

#include "terraform/cty_value.h"
#include "value/value.h"

namespace stopgate::terraform {

// Lists become tuples, maps objects; places are kept. As deep as the reader lets documents be.
[[nodiscard]] CtyValue cty_of(const value::Value& value);

}  // namespace stopgate::terraform
