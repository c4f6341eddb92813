#pragma once

// Sensitive values that came to stand where nothing marks them: a provider copied them, or
// nonsensitive() or a file took the mark off.

#include "plan/plan.h"

namespace stopgate::plan {

// Fills Change::escaped of what the plan creates, updates or replaces. Needs Plan::secrets, and the
// marks of the plan alone. Words and short texts are left out: that two names are equal means
// nothing.
void find_escapes(Plan& plan);

}  // namespace stopgate::plan
