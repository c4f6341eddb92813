#pragma once

// Comments and annotations that silence a finding: ours and, through the policies' aliases, the peers'.
//
//   # stopgate:ignore POLICY[,POLICY] until=2026-12-31 reason="…"
//
// on the line itself, on the line above, or above the block or object it is meant for.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "source/source_file.h"

namespace stopgate::finding {

struct Suppression {
  std::vector<std::string> policies;  // ids, globs or peers' ids; "*" for all
  std::string tool;                   // "stopgate", "checkov", "trivy", …
  std::string reason;
  std::string until;                  // YYYY-MM-DD; empty for ever
  source::Place place;                // of the comment or annotation
  // The bytes it speaks for: a line, a block, an object, the whole file.
  source::Place scope;
  bool operator==(const Suppression&) const = default;
};

// Reads one comment's text, without its `#` or `//`; the scope is the caller's business.
[[nodiscard]] std::optional<Suppression> parse_comment(std::string_view comment);

}  // namespace stopgate::finding
