#pragma once

// Findings in modules that `terraform init` installed: they point at the call in the repository,
// which can be changed, and name the line in the module beside it.

#include <vector>

#include "finding/finding.h"
#include "source/source_file.h"

namespace stopgate::review {

void point_at_calls(std::vector<finding::Finding>& findings, const source::SourceMap& sources);

}  // namespace stopgate::review
