#pragma once

// Dated facts: when the versions of managed products stop being supported, from
// policies/data/end-of-life.yaml. Nothing here looks at the clock: the day asked about is the
// table's own, or the user's (--as-of).

#include <string>
#include <string_view>
#include <unordered_map>

namespace stopgate::policy {

namespace data {
extern const std::string_view kEndOfLife;
}

struct EndOfLife {
  std::string ends;  // "2025-09-01": the last day of support; dates compare as text
  std::string replacement;
  std::string source;
};

struct DatedFacts {
  std::string as_of;                                      // the day to which the table was kept
  std::unordered_map<std::string, EndOfLife> by_version;  // "aws.lambda.runtime nodejs18.x"
};

[[nodiscard]] const DatedFacts& dated_facts();
[[nodiscard]] const EndOfLife* end_of_life(std::string_view product, std::string_view version);

// Whether a text is a day: "2025-09-01".
[[nodiscard]] bool is_day(std::string_view text);

}  // namespace stopgate::policy
