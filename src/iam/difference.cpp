#include "iam/difference.h"

#include <algorithm>
#include <bit>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>

#include "base/text.h"
#include "iam/pattern_search.h"

namespace stopgate::iam {

namespace {

constexpr std::size_t kConditionLimit = 8;
constexpr std::size_t kStateLimit = 20'000;

// A statement in the place where it counts.
struct Placed {
  const Grant* grant;
  std::size_t layer;
  bool is_after;
  std::size_t content;  // equal for statements that differ in their actions only
};

// The table's actions, and what the statements name beside them: an action too new for the table
// must not be lost.
struct Universe {
  std::vector<std::string> literals;  // lower case
  [[nodiscard]] std::size_t size() const {
    return action_table().actions().size() + literals.size();
  }
};

using Bits = std::vector<std::uint64_t>;

bool has_bit(const Bits& bits, std::size_t i) {
  return (bits[i / 64] >> (i % 64) & 1U) != 0;
}

Universe make_universe(const std::vector<Placed>& placed) {
  std::set<std::string> literals;
  std::set<std::string> looked_at;
  for (const auto& one : placed) {
    for (const auto& pattern : one.grant->actions) {
      if (!looked_at.insert(pattern).second) continue;
      std::vector<std::size_t> known;
      action_table().match(pattern, known);
      if (known.empty()) literals.insert(to_lower(pattern));
    }
  }
  return {{literals.begin(), literals.end()}};
}

Bits actions_of(const Grant& grant, const Universe& universe) {
  Bits bits(universe.size() / 64 + 1);
  const auto known = action_table().actions().size();
  std::vector<std::size_t> matched;
  for (const auto& pattern : grant.actions) {
    action_table().match(pattern, matched);
    for (std::size_t i = 0; i < universe.literals.size(); ++i)
      if (matches_action(pattern, universe.literals[i])) matched.push_back(known + i);
  }
  for (const auto i : matched) bits[i / 64] |= std::uint64_t{1} << (i % 64);
  if (grant.inverts_actions)
    for (auto& word : bits) word = ~word;
  return bits;
}

// What a statement says but for its actions.
std::string content_of(const Grant& grant, std::size_t layer) {
  std::string out = std::to_string(layer) + (grant.allows ? "+" : "-") +
                    (grant.inverts_resources ? "!" : "=") + (grant.has_variables ? "v" : "t");
  auto resources = grant.resources;
  std::ranges::sort(resources);
  for (const auto& resource : resources) out += "\x1f" + resource;
  for (const auto& element : grant.condition) {
    out += "\x1e" + element.operation + "\x1f" + element.key;
    for (const auto& value : element.values) out += "\x1f" + value;
  }
  return out;
}

std::vector<Placed> place(const Permissions& before, const Permissions& after) {
  std::vector<Placed> out;
  std::unordered_map<std::string, std::size_t> contents;
  for (const auto* side : {&before, &after}) {
    for (std::size_t layer = 0; layer < side->layers.size(); ++layer) {
      for (const auto& grant : side->layers[layer]) {
        const auto content =
            contents.try_emplace(content_of(grant, layer), contents.size()).first->second;
        out.push_back({&grant, layer, side == &after, content});
      }
    }
  }
  return out;
}

// One class of actions, and the search for a resource that it is newly allowed on.
class ClassDecision {
 public:
  ClassDecision(const std::vector<const Placed*>& members, std::size_t layers_before,
                std::size_t layers_after)
      : layers_before_(layers_before), layers_after_(layers_after) {
    for (const auto* one : members) add(*one);
    drop_what_was_allowed();
    order_assignments();
  }

  // Nothing when nothing is newly allowed.
  [[nodiscard]] std::optional<Gained> decide() {
    std::size_t best = kNever;
    std::vector<bool> best_matches;
    const auto found = patterns_.search(
        [&](const std::vector<PatternSet::Match>& states) {
          if (is_hopeless(states)) return PatternSet::Verdict::Prune;
          std::vector<bool> matches(states.size());
          for (std::size_t i = 0; i < states.size(); ++i)
            matches[i] =
                states[i] == PatternSet::Match::Now || states[i] == PatternSet::Match::Always;
          // Fewer true conditions first: the first assignment that works is the best for this
          // string.
          for (const auto assignment : assignments_) {
            const auto count = static_cast<std::size_t>(std::popcount(assignment));
            if (count >= best) break;
            if (!is_newly_allowed(matches, assignment)) continue;
            best = count;
            best_assignment_ = assignment;
            best_matches = matches;
            return count == 0 ? PatternSet::Verdict::Stop : PatternSet::Verdict::Found;
          }
          return PatternSet::Verdict::Continue;
        },
        kStateLimit);
    if (!found.witness && found.is_complete) return std::nullopt;
    Gained gained;
    gained.is_decided = found.witness.has_value();
    gained.witness = found.witness.value_or("");
    for (const auto& member : members_) {
      if (!member.placed->is_after || !member.placed->grant->allows) continue;
      if (!found.witness || matches(member, best_matches, best_assignment_))
        gained.grants.push_back(member.placed->grant);
    }
    for (std::size_t i = 0; i < conditions_.size() && found.witness; ++i) {
      if ((best_assignment_ >> i & 1U) == 0) continue;
      for (const auto& element : conditions_[i])
        if (std::ranges::find(gained.condition, element) == gained.condition.end())
          gained.condition.push_back(element);
    }
    return gained;
  }

 private:
  static constexpr std::size_t kNever = kConditionLimit + 1;
  static constexpr std::size_t kAlways = kConditionLimit;       // no condition
  static constexpr std::size_t kSurplus = kConditionLimit + 1;  // one too many

  struct Member {
    const Placed* placed;
    std::vector<std::size_t> patterns;
    std::size_t condition;
  };

  void add(const Placed& placed) {
    Member member{&placed, {}, kAlways};
    for (const auto& resource : placed.grant->resources)
      member.patterns.push_back(patterns_.add(resource, placed.grant->has_variables));
    if (!placed.grant->condition.empty()) {
      const auto known = std::ranges::find(conditions_, placed.grant->condition);
      member.condition = static_cast<std::size_t>(known - conditions_.begin());
      if (known == conditions_.end() && conditions_.size() < kConditionLimit)
        conditions_.push_back(placed.grant->condition);
      else if (known == conditions_.end())
        member.condition = kSurplus;
    }
    members_.push_back(std::move(member));
  }

  // Long lists of resources differ in a few: what a statement allowed before on the same text,
  // under no stricter condition, is nothing new. That holds while nothing is denied less than
  // before.
  void drop_what_was_allowed() {
    if (layers_before_ != 1 || layers_after_ != 1 || denies_less()) return;
    for (auto& member : members_) {
      if (!counts_as(member, true, true) || member.placed->grant->inverts_resources) continue;
      std::erase_if(member.patterns, [&](std::size_t pattern) {
        return std::ranges::any_of(members_, [&](const Member& other) {
          return counts_as(other, false, true) && !other.placed->grant->inverts_resources &&
                 std::ranges::find(other.patterns, pattern) != other.patterns.end() &&
                 implies(member.placed->grant->condition, other.placed->grant->condition);
        });
      });
    }
  }

  [[nodiscard]] bool denies_less() const {
    return std::ranges::any_of(members_, [&](const Member& before) {
      return counts_as(before, false, false) &&
             std::ranges::none_of(members_, [&](const Member& after) {
               return counts_as(after, true, false) &&
                      after.placed->content == before.placed->content;
             });
    });
  }

  static bool counts_as(const Member& member, bool after, bool allows) {
    return member.placed->is_after == after && member.placed->grant->allows == allows;
  }

  // No string that goes on from here is newly allowed.
  [[nodiscard]] bool is_hopeless(const std::vector<PatternSet::Match>& matches) const {
    const auto can_match = [&](const Member& member) {
      return member.placed->grant->inverts_resources ||
             std::ranges::any_of(member.patterns, [&](std::size_t pattern) {
               return matches[pattern] != PatternSet::Match::Never;
             });
    };
    const auto surely_matches = [&](const Member& member) {
      return member.condition == kAlways && !member.placed->grant->inverts_resources &&
             std::ranges::any_of(member.patterns, [&](std::size_t pattern) {
               return matches[pattern] == PatternSet::Match::Always;
             });
    };
    bool may_allow_after = false;
    bool allows_before = layers_before_ == 1;
    bool surely_allows_before = false;
    for (const auto& member : members_) {
      if (counts_as(member, true, true)) may_allow_after = may_allow_after || can_match(member);
      if (counts_as(member, true, false) && surely_matches(member)) return true;
      if (counts_as(member, false, true))
        surely_allows_before = surely_allows_before || surely_matches(member);
      if (counts_as(member, false, false)) allows_before = allows_before && !can_match(member);
    }
    return !may_allow_after || (allows_before && surely_allows_before);
  }

  // Those that can happen: what is implied by a true condition is true.
  void order_assignments() {
    for (unsigned assignment = 0; assignment < 1U << conditions_.size(); ++assignment)
      if (is_possible(assignment)) assignments_.push_back(assignment);
    std::ranges::stable_sort(assignments_, {}, [](unsigned a) { return std::popcount(a); });
  }

  [[nodiscard]] bool is_possible(unsigned assignment) const {
    for (std::size_t a = 0; a < conditions_.size(); ++a)
      for (std::size_t b = 0; b < conditions_.size(); ++b)
        if ((assignment >> a & 1U) != 0 && (assignment >> b & 1U) == 0 &&
            implies(conditions_[a], conditions_[b]))
          return false;
    return true;
  }

  // Of conditions too many to try, the worst is taken.
  static bool worst(const Placed& placed) { return placed.is_after == placed.grant->allows; }

  [[nodiscard]] static bool matches(const Member& member, const std::vector<bool>& matched,
                                    unsigned assignment) {
    if (member.condition == kSurplus && !worst(*member.placed)) return false;
    if (member.condition < kConditionLimit && (assignment >> member.condition & 1U) == 0)
      return false;
    const bool any =
        std::ranges::any_of(member.patterns, [&](std::size_t pattern) { return matched[pattern]; });
    return any != member.placed->grant->inverts_resources;
  }

  [[nodiscard]] bool is_newly_allowed(const std::vector<bool>& matched, unsigned assignment) const {
    return allows(matched, assignment, true) && !allows(matched, assignment, false);
  }

  [[nodiscard]] bool allows(const std::vector<bool>& matched, unsigned assignment,
                            bool after) const {
    std::vector<bool> allowed(after ? layers_after_ : layers_before_);
    for (const auto& member : members_) {
      if (member.placed->is_after != after || !matches(member, matched, assignment)) continue;
      if (!member.placed->grant->allows) return false;
      allowed[member.placed->layer] = true;
    }
    return !allowed.empty() && std::ranges::all_of(allowed, [](bool one) { return one; });
  }

  std::size_t layers_before_, layers_after_;
  PatternSet patterns_;
  std::vector<Condition> conditions_;
  std::vector<Member> members_;
  std::vector<unsigned> assignments_;
  unsigned best_assignment_ = 0;
};

GainedAction action_at(std::size_t i, const Universe& universe, const std::vector<Placed>& placed) {
  const auto& known = action_table().actions();
  if (i < known.size()) return {known[i].name, known[i].level, true};
  const auto& literal = universe.literals[i - known.size()];
  for (const auto& one : placed)
    for (const auto& pattern : one.grant->actions)
      if (to_lower(pattern) == literal) return {pattern, AccessLevel::Write, false};
  return {{}, AccessLevel::Write, false};
}

// Which statements name an action, as one key.
using ClassKey = std::vector<std::size_t>;

std::map<ClassKey, std::vector<std::size_t>> classes_of(const std::vector<Placed>& placed,
                                                        const Universe& universe) {
  std::vector<Bits> named;
  Bits wanted(universe.size() / 64 + 1);
  for (const auto& one : placed) {
    named.push_back(actions_of(*one.grant, universe));
    if (!one.is_after || !one.grant->allows) continue;
    for (std::size_t word = 0; word < wanted.size(); ++word) wanted[word] |= named.back()[word];
  }
  std::map<ClassKey, std::vector<std::size_t>> out;
  ClassKey key;
  for (std::size_t action = 0; action < universe.size(); ++action) {
    if (!has_bit(wanted, action)) continue;
    key.clear();
    for (std::size_t i = 0; i < placed.size(); ++i)
      if (has_bit(named[i], action)) key.push_back(i);
    out[key].push_back(action);
  }
  return out;
}

bool is_same_on_both_sides(const std::vector<const Placed*>& members) {
  std::vector<std::size_t> before;
  std::vector<std::size_t> after;
  for (const auto* one : members) (one->is_after ? after : before).push_back(one->content);
  for (auto* side : {&before, &after}) {
    std::ranges::sort(*side);
    const auto repeated = std::ranges::unique(*side);
    side->erase(repeated.begin(), repeated.end());
  }
  return before == after;
}

}  // namespace

bool names_action(const Grant& grant, std::string_view action) {
  return std::ranges::any_of(grant.actions, [&](const std::string& pattern) {
           return matches_action(pattern, action);
         }) != grant.inverts_actions;
}

std::vector<Gained> newly_allowed(const Permissions& before, const Permissions& after) {
  const auto placed = place(before, after);
  const auto universe = make_universe(placed);
  std::vector<Gained> out;
  for (const auto& [key, actions] : classes_of(placed, universe)) {
    std::vector<const Placed*> members;
    for (const auto i : key) members.push_back(&placed[i]);
    if (before.layers.size() == after.layers.size() && is_same_on_both_sides(members)) continue;
    auto gained = ClassDecision(members, before.layers.size(), after.layers.size()).decide();
    if (!gained) continue;
    for (const auto action : actions)
      gained->actions.push_back(action_at(action, universe, placed));
    std::ranges::sort(gained->actions, {}, &GainedAction::name);
    out.push_back(std::move(*gained));
  }
  std::ranges::sort(out, {}, [](const Gained& gained) { return gained.actions.front().name; });
  return out;
}

bool is_allowed(const Permissions& permissions, std::string_view action, std::string_view resource,
                const std::function<bool(const Grant&)>& holds) {
  if (permissions.layers.empty()) return false;
  for (const auto& layer : permissions.layers) {
    bool allowed = false;
    for (const auto& grant : layer) {
      if (!names_action(grant, action) || !holds(grant)) continue;
      const bool any = std::ranges::any_of(grant.resources, [&](const std::string& pattern) {
        return matches_resource(pattern, resource);
      });
      if (any == grant.inverts_resources) continue;
      if (!grant.allows) return false;
      allowed = true;
    }
    if (!allowed) return false;
  }
  return true;
}

}  // namespace stopgate::iam
