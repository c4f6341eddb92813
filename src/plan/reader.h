#pragma once

// Reads plan JSON in one pass, and only the members that a review uses; the rest is still checked
// to be JSON. Versions outside 0.1 to 1.x are refused; unknown members are ignored.

#include <string>
#include <string_view>

#include "base/limits.h"
#include "base/result.h"
#include "plan/plan.h"

namespace stopgate::plan {

// `text` is the whole file; it is padded in place where the JSON reader needs it and may be freed
// afterwards. What is wrong is in Plan::diagnostics; a binary plan file is recognised and the
// command that converts it named.
[[nodiscard]] Plan read_plan(std::string path, std::string text, const Limits& limits = {});

// Whether JSON text looks like a plan, from its first bytes (for the detection of kinds).
[[nodiscard]] bool looks_like_plan(std::string_view text);

}  // namespace stopgate::plan
