#pragma once

// Keeps secrets out of what was found, before a report cuts a text in the middle of one. What is
// left (lines of source, say) is taken out of the finished report: output.h.

#include "plan/redaction.h"
#include "review/assemble.h"

namespace stopgate::cli {

void mask(review::Parts& parts, const plan::Redactor& redactor);

}  // namespace stopgate::cli
