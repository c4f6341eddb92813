#include "cel/made_map.h"

#include <cmath>

#include "base/hash.h"

namespace stopgate::cel {

namespace {

// Below this a walk over the entries is faster than hashing.
constexpr std::size_t kIndexedAbove = 16;
constexpr std::uint32_t kFree = UINT32_MAX;

std::uint64_t mix(std::uint64_t bits) {
  bits ^= bits >> 33U;
  bits *= 0xff51afd7ed558ccdULL;
  return bits ^ (bits >> 33U);
}

}  // namespace

bool may_be_key(const Datum& key) {
  return key.is_string() || key.is_bool() || key.kind() == DatumKind::Int ||
         key.kind() == DatumKind::Uint;
}

std::uint64_t hash_of_key(const Datum& key) {
  switch (key.kind()) {
    case DatumKind::String:
      return hash64(key.as_string());
    case DatumKind::Bool:
      return mix(key.as_bool() ? 0x100 : 0x101);
    case DatumKind::Int:
      return mix(static_cast<std::uint64_t>(key.as_int()));
    case DatumKind::Uint:
      return mix(key.as_uint());
    case DatumKind::Double: {
      const double number = key.as_double();
      if (number >= -0x1p63 && number < 0x1p63)
        return mix(static_cast<std::uint64_t>(static_cast<std::int64_t>(number)));
      if (number >= 0 && number < 0x1p64) return mix(static_cast<std::uint64_t>(number));
      return 0;
    }
    default:
      return 0;  // never a key, so equal to none
  }
}

MadeMap make_map(Arena& arena, std::span<const Entry> entries) {
  MadeMap map{.entries = arena.copy_array(entries), .buckets = {}};
  if (entries.size() <= kIndexedAbove) return map;
  std::size_t count = 64;
  while (count < entries.size() * 2) count *= 2;
  const auto buckets = arena.make_array<std::uint32_t>(count);
  std::fill(buckets.begin(), buckets.end(), kFree);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    auto at = hash_of_key(entries[i].key) & (count - 1);
    while (buckets[at] != kFree) at = (at + 1) & (count - 1);
    buckets[at] = static_cast<std::uint32_t>(i);
  }
  map.buckets = buckets;
  return map;
}

const Entry* find_entry(const MadeMap& map, const Datum& key) {
  if (map.buckets.empty()) {
    for (const auto& entry : map.entries)
      if (Datum::equal(entry.key, key)) return &entry;
    return nullptr;
  }
  const auto mask = map.buckets.size() - 1;
  for (auto at = hash_of_key(key) & mask; map.buckets[at] != kFree; at = (at + 1) & mask) {
    const auto& entry = map.entries[map.buckets[at]];
    if (Datum::equal(entry.key, key)) return &entry;
  }
  return nullptr;
}

const Datum* find_repeated_key(const MadeMap& map) {
  for (const auto& entry : map.entries)
    if (find_entry(map, entry.key) != &entry) return &entry.key;
  return nullptr;
}

}  // namespace stopgate::cel
