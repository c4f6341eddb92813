#include "git/repository.h"

#include <algorithm>

#include "base/text.h"
#include "git/command_repository.h"
#include "git/library_repository.h"

namespace stopgate::git {

namespace {

// "origin/main" is fetched as "origin main"; an id or a tag from origin as it is.
std::string fetch_command(std::string_view revision, std::string_view depth) {
  std::string command = "git fetch " + std::string(depth);
  if (!depth.empty()) command += ' ';
  if (revision.starts_with("refs/remotes/")) revision.remove_prefix(13);
  const auto slash = revision.find('/');
  if (slash != std::string_view::npos && revision.substr(0, slash) == "origin")
    return command + "origin " + printable(revision.substr(slash + 1));
  return command + "origin " + printable(revision);
}

}  // namespace

Result<std::string> Repository::resolve(std::string_view revision) const {
  if (revision.empty()) return fail("the name of a revision is empty");
  if (revision.find('\0') != std::string_view::npos ||
      revision.find('\n') != std::string_view::npos)
    return fail("no revision has the name " + quoted(revision));
  auto commit = find_commit(std::string(revision));
  if (commit) return commit;
  if (revision == "HEAD")
    return fail("HEAD is no commit here (" + commit.error().message +
                "); commit something first, or give --head worktree");
  return fail("there is no revision " + quoted(revision) + " in " + quoted(top_) +
              "; fetch it: " + fetch_command(revision, is_shallow_ ? "--depth=100" : ""));
}

Result<std::string> Repository::merge_base(const std::string& a, const std::string& b) const {
  if (a == b) return a;
  auto found = find_merge_base(a, b);
  if (found && !found->empty()) return found;
  const auto ids = a.substr(0, 12) + " and " + b.substr(0, 12);
  if (is_shallow_)
    return fail("this clone is shallow and does not reach back to where " + ids +
                " parted; fetch more of the history: git fetch --unshallow, or --deepen=200 "
                "(GitHub Actions: fetch-depth: 0; GitLab CI: GIT_DEPTH: 0)");
  if (!found) return fail("where " + ids + " parted cannot be read: " + found.error().message);
  return fail(ids + " have no history in common; give a --base that this change grew from");
}

bool is_plain_path(std::string_view path) {
  if (path.empty() || path.find('\0') != std::string_view::npos) return false;
  return std::ranges::all_of(split(path, '/'), [](std::string_view part) {
    return !part.empty() && part != "." && part != ".." && to_lower(part) != ".git";
  });
}

void clean(Listing& listing) {
  std::erase_if(listing.entries, [&](const Entry& entry) {
    if (is_plain_path(entry.path)) return false;
    listing.diagnostics.push_back({.message = "a path that no checkout could hold; it is not read",
                                   .help = "remove it from the commit",
                                   .place = {},
                                   .path = entry.path});
    return true;
  });
  std::ranges::sort(listing.entries, {}, &Entry::path);
  const auto repeated = std::ranges::unique(listing.entries, {}, &Entry::path);
  listing.entries.erase(repeated.begin(), repeated.end());
}

Result<std::unique_ptr<Repository>> open_repository(const std::string& folder) {
  auto opened = open_by_library(folder);
  if (opened) return opened;
  // Objects named by SHA-256 and references in new formats are beyond libgit2, not beyond Git.
  auto by_command = open_by_command(folder);
  if (by_command) return by_command;
  return opened;
}

}  // namespace stopgate::git
