#pragma once

// yamldecode() and yamlencode().

#include "terraform/functions.h"

namespace stopgate::terraform {

[[nodiscard]] Outcome yaml_decode(const Invocation& call);
[[nodiscard]] Outcome yaml_encode(const Invocation& call);

}  // namespace stopgate::terraform
