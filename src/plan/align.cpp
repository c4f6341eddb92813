#include "plan/align.h"

#include <algorithm>
#include <array>
#include <bit>
#include <string_view>
#include <unordered_map>

#include "base/hash.h"

namespace stopgate::plan {

namespace {

using value::Value;

// More elements that differ than this are paired by their order alone.
constexpr std::size_t kMostCompared = 64;

std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
  return (a ^ (b + 0x9E3779B97F4A7C15U + (a << 6U) + (a >> 2U))) * 0xFF51AFD7ED558CCDU;
}

// Equal values have equal hashes; numbers that are equal by value may be written in several kinds,
// so each is hashed as a double.
std::uint64_t hash_of(const Value& value) {
  using enum value::Kind;
  switch (value.kind()) {
    case Null:
    case Unknown:
      return static_cast<std::uint64_t>(value.kind());
    case Bool:
      return value.as_bool() ? 11 : 12;
    case Int:
    case Uint:
    case Double:
      return mix(3, std::bit_cast<std::uint64_t>(value.as_double() + 0.0));
    case String:
      return hash64(value.as_string());
    case List: {
      std::uint64_t hash = 5;
      for (const auto& item : value.items()) hash = mix(hash, hash_of(item));
      return hash;
    }
    case Map: {
      std::uint64_t hash = 6;  // without regard to order
      for (const auto& member : value.members())
        hash += mix(member.key.hash(), hash_of(member.value));
      return hash;
    }
  }
  return 0;
}

// Names by which people tell one block of a kind from another.
constexpr std::array<std::string_view, 10> kNames{
    "name", "key", "id", "Sid", "sid", "device_name", "path", "cidr_block", "rule_number", "port"};

// 0 for nothing in common to 100 for the same; a name in common is most of it.
int likeness(const Value& before, const Value& after) {
  if (!before.is_map() || !after.is_map()) return 0;
  int same = 0;
  int all = 0;
  int bonus = 0;
  for (const auto& member : before.members()) {
    const auto* other = after.as_map().find(member.key);
    if (other == nullptr || (member.value.is_null() && other->is_null())) continue;
    ++all;
    if (!(member.value == *other)) continue;
    ++same;
    if (std::ranges::find(kNames, member.key.text()) != kNames.end()) bonus = 50;
  }
  return all == 0 ? 0 : std::min(100, same * 100 / all + bonus);
}

class Aligner {
 public:
  Aligner(std::span<const Value> before, std::span<const Value> after)
      : before_(before), after_(after), partner_(after.size()), is_taken_(before.size(), false) {}

  Alignment run() {
    match_equal();
    if (!is_all_matched()) match_alike();
    return result();
  }

 private:
  void match_equal() {
    // The same place first: what did not move is no reordering.
    const auto shared = std::min(before_.size(), after_.size());
    for (std::size_t i = 0; i < shared; ++i)
      if (before_[i] == after_[i]) take(i, i, true);
    std::unordered_multimap<std::uint64_t, std::size_t> by_hash;
    for (std::size_t i = 0; i < before_.size(); ++i)
      if (!is_taken_[i]) by_hash.emplace(hash_of(before_[i]), i);
    for (std::size_t j = 0; j < after_.size(); ++j) {
      if (partner_[j].before) continue;
      const auto [first, last] = by_hash.equal_range(hash_of(after_[j]));
      for (auto candidate = first; candidate != last; ++candidate) {
        if (is_taken_[candidate->second] || !(before_[candidate->second] == after_[j])) continue;
        take(candidate->second, j, true);
        by_hash.erase(candidate);
        break;
      }
    }
  }

  [[nodiscard]] bool is_all_matched() const {
    const auto matched = std::ranges::all_of(
        partner_, [](const ElementPair& pair) { return pair.before.has_value(); });
    return matched && std::ranges::find(is_taken_, false) == is_taken_.end();
  }

  void match_alike() {
    std::vector<std::size_t> gone;
    std::vector<std::size_t> made;
    for (std::size_t i = 0; i < before_.size(); ++i)
      if (!is_taken_[i]) gone.push_back(i);
    for (std::size_t j = 0; j < after_.size(); ++j)
      if (!partner_[j].before) made.push_back(j);
    // A block that may stand once is the same block, however much of it changed.
    if (before_.size() == 1 && after_.size() == 1) return take(0, 0, false);
    if (gone.size() > kMostCompared || made.size() > kMostCompared) return match_in_order(gone);
    struct Candidate {
      int score;
      std::size_t before, after;
    };
    std::vector<Candidate> candidates;
    for (const auto i : gone)
      for (const auto j : made) {
        auto score = likeness(before_[i], after_[j]);
        if (i == j && !before_[i].is_map() && before_.size() == after_.size()) score = 60;
        if (score >= 50) candidates.push_back({score, i, j});
      }
    std::ranges::stable_sort(candidates, std::ranges::greater{}, &Candidate::score);
    for (const auto& candidate : candidates)
      if (!is_taken_[candidate.before] && !partner_[candidate.after].before)
        take(candidate.before, candidate.after, false);
  }

  void match_in_order(const std::vector<std::size_t>& gone) {
    for (const auto i : gone)
      if (i < after_.size() && !partner_[i].before) take(i, i, false);
  }

  void take(std::size_t before, std::size_t after, bool is_equal) {
    is_taken_[before] = true;
    partner_[after] = {.before = before, .after = after, .is_equal = is_equal};
  }

  [[nodiscard]] Alignment result() {
    Alignment out;
    bool is_moved = false;
    bool is_whole = before_.size() == after_.size();
    for (std::size_t j = 0; j < after_.size(); ++j) {
      auto& pair = partner_[j];
      pair.after = j;
      is_moved = is_moved || (pair.is_equal && pair.before != j);
      is_whole = is_whole && pair.is_equal;
      out.pairs.push_back(pair);
    }
    for (std::size_t i = 0; i < before_.size(); ++i)
      if (!is_taken_[i]) out.pairs.push_back({.before = i, .after = {}, .is_equal = false});
    out.is_reordered = is_moved && is_whole;
    return out;
  }

  std::span<const Value> before_, after_;
  std::vector<ElementPair> partner_;  // of each element of `after_`
  std::vector<bool> is_taken_;        // elements of `before_`
};

}  // namespace

Alignment align(std::span<const Value> before, std::span<const Value> after) {
  return Aligner(before, after).run();
}

}  // namespace stopgate::plan
