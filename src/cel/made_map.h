#pragma once

// A map that an expression made: entries in the order they were written, keys of any scalar type,
// with a hash index when there are many.

#include <cstdint>
#include <span>

#include "cel/datum.h"

namespace stopgate::cel {

struct MadeMap {
  std::span<const Entry> entries;
  std::span<const std::uint32_t> buckets;  // open addressing; empty for a few entries
};

[[nodiscard]] MadeMap make_map(Arena& arena, std::span<const Entry> entries);
[[nodiscard]] const Entry* find_entry(const MadeMap& map, const Datum& key);

// A key that stands in it twice; null when there is none.
[[nodiscard]] const Datum* find_repeated_key(const MadeMap& map);

// Bool, int, uint and string may be keys.
[[nodiscard]] bool may_be_key(const Datum& key);

// Equal keys have equal hashes, whatever their number type.
[[nodiscard]] std::uint64_t hash_of_key(const Datum& key);

}  // namespace stopgate::cel
