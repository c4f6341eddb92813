#pragma once

// Which suppressions a reviewer should look at: those that the change adds, and those that are
// wrong in themselves.

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "finding/suppress.h"
#include "finding/suppression.h"
#include "review/review.h"
#include "source/source_file.h"

namespace stopgate::review {

// Suppressions and what became of each.
struct Suppressed {
  std::span<const finding::Suppression> suppressions;
  std::span<const finding::SuppressionUse> uses;
  const source::SourceMap& sources;
};

struct BaseSuppressions {
  std::span<const finding::Suppression> suppressions;
  const source::SourceMap& sources;
  std::map<std::string, std::string> renamed;
};

enum class Listing : std::uint8_t {
  OfInterest,
  All,  // of a shard: whether another one uses them is not known here
};

// Sorted by place. `base` is null where nothing is compared. A peer's suppression that silences
// nothing is that peer's business.
[[nodiscard]] std::vector<SuppressionNote> suppression_notes(const Suppressed& head,
                                                             const BaseSuppressions* base,
                                                             Listing listing = Listing::OfInterest);

}  // namespace stopgate::review
