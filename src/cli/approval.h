#pragma once

// Whether a plan is the one that was approved.

#include <string>
#include <vector>

#include "base/result.h"
#include "finding/finding.h"
#include "review/assemble.h"
#include "source/file_system.h"

namespace stopgate::cli {

// `approved` is the fingerprint of a plan, or the path of the JSON report that was approved, which
// also says what differs. One finding for each plan that is another one; an Error when it is
// neither.
[[nodiscard]] Result<std::vector<finding::Finding>> compare_approved(
    const std::string& approved, const review::Parts& parts, const source::FileSystem& files);

}  // namespace stopgate::cli
