#pragma once

// Decides which findings are silenced, and which suppressions do nothing.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "finding/finding.h"
#include "finding/suppression.h"
#include "source/source_file.h"

namespace stopgate::finding {

// Policy id → the peers' ids that mean it.
using Aliases = std::map<std::string, std::vector<std::string>, std::less<>>;

// What a comment at `comment` speaks for. `blocks` are the spans of everything that may take
// several lines (blocks, documents, objects, long attributes), sorted by where they begin, the
// outer before the inner. An empty scope means it speaks for nothing: a blank line parts it from
// what follows.
[[nodiscard]] source::Place scope_of(Reach reach, source::Place comment,
                                     const source::SourceFile& file,
                                     std::span<const source::Span> blocks);

// Whether a suppression names the policy: by id, by glob (`*` stops at dots, `**` does not), or by
// a peer's id, whatever its case. Ids match with and without trivy's "AVD-".
[[nodiscard]] bool names_policy(const Suppression& suppression, std::string_view policy,
                                const Aliases& aliases);

enum class SuppressionState : std::uint8_t {
  Used,
  Unused,       // nothing in its scope is found
  Expired,      // `until` is past, or is no date
  Conditional,  // depends on something that is not known here
  Reasonless,   // gives no reason where one is demanded
  Refused,      // nobody may silence the policies it would silence
};

[[nodiscard]] std::string_view name_of(SuppressionState state);  // "used", "unused", …
[[nodiscard]] std::optional<SuppressionState> parse_suppression_state(std::string_view name);

struct SuppressionUse {
  SuppressionState state = SuppressionState::Unused;
  std::size_t findings = 0;  // that it silences, or would silence were it in force
  bool operator==(const SuppressionUse&) const = default;
};

struct Decision {
  std::vector<std::size_t> silenced;  // indexes into the findings, ascending
  std::vector<SuppressionUse> uses;   // one for each suppression
};

struct SuppressOptions {
  std::string today;           // YYYY-MM-DD
  bool wants_reasons = false;  // ours without a reason silence nothing
  // Ids of policies that no comment silences.
  std::set<std::string, std::less<>> unsuppressible;
  // Whether a suppression's condition holds for a finding; nothing when that cannot be told.
  std::function<std::optional<bool>(const Finding&, std::string_view condition)> holds;
};

// A suppression holds through the day it names. A finding is silenced by a scope that holds the
// byte where it begins, or where a module call that led to it begins. Only suppressions with globs
// are tried on every policy.
[[nodiscard]] Decision suppress(std::span<const Finding> findings,
                                std::span<const Suppression> suppressions, const Aliases& aliases,
                                const SuppressOptions& options);

}  // namespace stopgate::finding
