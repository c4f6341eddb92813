#pragma once

// One part of a run that is shared out over several machines.
//
// Every shard reads all inputs, since what stands in one file may be wrong because of another, and
// evaluates policies on its own subjects. A subject belongs to one shard whatever the order of
// reading, and so do all instances of a resource: what is merged or numbered within one run is so
// within one shard, and the shards' findings together are those of the whole.

#include <cstddef>
#include <string_view>

#include "base/result.h"
#include "finding/finding.h"

namespace stopgate::finding {

struct Shard {
  std::size_t index = 1;  // from 1
  std::size_t count = 1;

  // `path` tells subjects without a name apart.
  [[nodiscard]] bool holds(const Subject& subject, std::string_view path) const;

  bool operator==(const Shard&) const = default;
};

// "2/4" is the second of four.
[[nodiscard]] Result<Shard> parse_shard(std::string_view text);

}  // namespace stopgate::finding
