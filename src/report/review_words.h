#pragma once

// What every report says in the same words about suppressions and about what was compared.

#include <string>
#include <string_view>

#include "review/review.h"

namespace stopgate::report {

// Why a finding on a line that did not change is new.
inline constexpr std::string_view kIndirect =
    "this line did not change; something else in this change makes it wrong";

// "stopgate suppression of aws.s3.acl is new: silences 2 findings, "agreed with security" (@net)".
[[nodiscard]] std::string words_of(const review::SuppressionNote& note);

// "compared with origin/main at 1f2e3d4c5b6a: 20 files changed".
[[nodiscard]] std::string comparison_text(const review::Comparison& comparison);

}  // namespace stopgate::report
