#pragma once

// Comments and annotations that silence a finding: ours and, through the policies' aliases, the
// peers'.
//
//   # stopgate:ignore POLICY[,POLICY][attribute=glob] until=2026-12-31 reason="…" owner=@team
//
// on the line itself, on the line above, or above the block or object it is meant for;
// stopgate:ignore-file anywhere in a file speaks for all of it.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "source/source_file.h"

namespace stopgate::finding {

// How far a comment reaches from where it stands, by the rules of the tool it was written for.
enum class Reach : std::uint8_t {
  Statement,  // its own line when it ends one, else the line or block that begins below it
  Line,       // the same, but never more than one line
  Enclosing,  // the outermost block around it
  File,
};

struct Suppression {
  std::vector<std::string>
      policies;      // ids, globs or peers' ids; "*" for all; none when it names none
  std::string tool;  // "stopgate", "checkov", "trivy", …
  Reach reach = Reach::Statement;
  std::string reason;
  std::string owner;
  std::string until;  // YYYY-MM-DD, as written; empty for ever
  // What else must hold of the resource, as written: "[name=glob]", also trivy's, and its
  // "ws:prod". See model/condition.h.
  std::string condition;
  source::Place place;  // of the comment or annotation
  // The bytes it speaks for: a line, a block, an object, the whole file.
  source::Place scope;
  bool operator==(const Suppression&) const = default;
};

// Reads one comment's text, without its `#` or `//`; place and scope are the caller's business. One
// comment may hold several, for several tools or with several end dates.
[[nodiscard]] std::vector<Suppression> parse_comments(std::string_view comment);

// The first of them.
[[nodiscard]] std::optional<Suppression> parse_comment(std::string_view comment);

// Reads an annotation of a Kubernetes object: ours, kube-linter's, kube-score's, polaris',
// checkov's, monokle's.
//
//   stopgate.dev/ignore: "POLICY,POLICY until=2026-12-31 reason=…"
[[nodiscard]] std::optional<Suppression> parse_annotation(std::string_view key,
                                                          std::string_view value);

}  // namespace stopgate::finding
