#pragma once

// What differs between two states of a repository: files, and lines within them.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "git/repository.h"

namespace stopgate::git {

enum class ChangeKind : std::uint8_t { Added, Deleted, Modified, Renamed };

struct FileChange {
  ChangeKind kind = ChangeKind::Modified;
  std::string path;      // in the head; of a deleted file, in the base
  std::string old_path;  // of a renamed file
  Entry old_entry, new_entry;

  bool operator==(const FileChange&) const = default;
};

// Lines [first, last] of the head, from 1.
struct LineRange {
  std::uint32_t first = 0;
  std::uint32_t last = 0;

  bool operator==(const LineRange&) const = default;
};

// Gives the bytes of an entry of the base or of the head; an Error where they cannot be had.
using EntryReader = std::function<Result<std::string>(const Entry&)>;

// Sorted by path. A deleted and an added file of the same content, or of the same name and mostly
// the same lines, are one renamed file.
[[nodiscard]] std::vector<FileChange> changes_between(const Listing& base, const Listing& head,
                                                      const EntryReader& read_base,
                                                      const EntryReader& read_head);

// Lines of `after` that `before` does not have. Where lines were only taken out, the line that now
// stands there.
[[nodiscard]] std::vector<LineRange> changed_lines(const std::string& before,
                                                   const std::string& after);

}  // namespace stopgate::git
