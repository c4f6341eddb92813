#pragma once

// Findings of the head against those of the base: what the change brings, what was there, what it
// mends. Lines may move and files may be renamed.

#include <map>
#include <set>
#include <string>
#include <vector>

#include "finding/finding.h"
#include "git/changes.h"
#include "review/review.h"
#include "source/source_file.h"

namespace stopgate::review {

// By path in the head: the lines that differ from the base.
using ChangedLines = std::map<std::string, std::vector<git::LineRange>>;

// One side, merged and with fingerprints (see merge_instances).
struct Side {
  std::vector<finding::Finding> findings;
  std::vector<finding::Finding> silenced;  // by comments, exemptions, the baseline
  const source::SourceMap& sources;
};

struct Context {
  std::map<std::string, std::string> renamed;  // old path to new
  ChangedLines changed_lines;
  // Paths in the head about which nothing can be said to be mended.
  std::set<std::string> unreadable;
  const std::vector<Undecided>& undecided;  // in the head
};

// The head's findings with their status, and those of the base that are fixed: these have no place,
// for the lines they stood on are gone, but the path of their file.
//
// Two findings are one when their fingerprints are equal. So are those of one policy on the same
// attribute of the same resource whose messages differ (they may count things), unless the change
// touches the line: then it is news.
[[nodiscard]] std::vector<finding::Finding> compare(Side head, Side base, const Context& context);

}  // namespace stopgate::review
