#pragma once

// The edits that a policy's `fix:` offers, from what its two expressions gave.

#include <optional>
#include <string>

#include "cel/datum.h"
#include "finding/finding.h"

namespace stopgate::policy {

// `text` goes where `replaces` stands, whose place is `place`; lists of equal length give an edit
// an element. Nothing when either is null or unknown, is no text, or stands nowhere: what is not
// set cannot be replaced.
[[nodiscard]] std::optional<finding::Fix> make_fix(const std::string& title, const cel::Datum& text,
                                                   const cel::Datum& replaces, source::Place place);

}  // namespace stopgate::policy
