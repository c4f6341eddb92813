#pragma once

// A Git repository: its commits, the files of a commit, of the index and of the worktree. Nothing
// is checked out, written or run.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "base/result.h"
#include "source/diagnostic.h"

namespace stopgate::git {

enum class EntryKind : std::uint8_t { File, Link, Submodule };

struct Entry {
  std::string path;  // from the top of the repository
  std::string id;    // of the object, in hexadecimal; empty for a file that only the disk has
  EntryKind kind = EntryKind::File;

  bool operator==(const Entry&) const = default;
};

// All files of one state of the repository.
struct Listing {
  std::vector<Entry> entries;       // sorted by path
  source::Diagnostics diagnostics;  // what no checkout would hold, limits that were hit
};

class Repository {
 public:
  virtual ~Repository() = default;

  // Absolute, without a slash at the end: where the files lie, or the folder of a bare repository.
  [[nodiscard]] const std::string& top() const { return top_; }
  [[nodiscard]] bool is_shallow() const { return is_shallow_; }

  // The commit that a branch, a tag or an id names. An Error says what to fetch.
  [[nodiscard]] Result<std::string> resolve(std::string_view revision) const;
  // Where two commits parted; an Error says how to fetch the history that is missing.
  [[nodiscard]] Result<std::string> merge_base(const std::string& a, const std::string& b) const;

  [[nodiscard]] virtual Result<Listing> list_commit(const std::string& commit,
                                                    const Limits& limits) const = 0;
  [[nodiscard]] virtual Result<Listing> list_index(const Limits& limits) const = 0;
  // Tracked files, and those that are neither tracked nor ignored; those that differ from the index
  // have no id.
  [[nodiscard]] virtual Result<Listing> list_worktree(const Limits& limits) const = 0;
  // May be called from several threads.
  [[nodiscard]] virtual Result<std::string> read(const std::string& id,
                                                 std::uint64_t limit) const = 0;

 protected:
  Repository() = default;
  [[nodiscard]] virtual Result<std::string> find_commit(const std::string& revision) const = 0;
  // Empty when there is none.
  [[nodiscard]] virtual Result<std::string> find_merge_base(const std::string& a,
                                                            const std::string& b) const = 0;

  std::string top_;
  bool is_shallow_ = false;
};

// The repository that holds the folder. What libgit2 cannot read (SHA-256 objects, new formats of
// references) is read through the `git` command.
[[nodiscard]] Result<std::unique_ptr<Repository>> open_repository(const std::string& folder);

// Whether a checkout could hold the path: relative, without empty, `.`, `..` or `.git` components.
[[nodiscard]] bool is_plain_path(std::string_view path);

// Drops what is_plain_path refuses, sorts, and says what was dropped.
void clean(Listing& listing);

}  // namespace stopgate::git
