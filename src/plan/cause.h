#pragma once

// Why a change happens, in words: what forces a replacement, from what to what.

#include <string>

#include "plan/plan.h"

namespace stopgate::plan {

// "cidr_block 10.0.0.0/16 → 10.1.0.0/16 forces the replacement", "its block is gone from the
// configuration"; empty where there is nothing to say. Sensitive values are never written.
[[nodiscard]] std::string cause_of(const Change& change);

}  // namespace stopgate::plan
