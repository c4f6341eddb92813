#include "git/changes.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "base/hash.h"
#include "base/text.h"
#include "git/library.h"

namespace stopgate::git {

namespace {

// Files that moved and changed are looked for among so many at most: each is read and compared.
constexpr std::size_t kCandidates = 1'000;

std::string_view name_of(std::string_view path) {
  return path.substr(path.find_last_of('/') + 1);
}

using LineCounts = std::unordered_map<std::uint64_t, std::size_t>;

LineCounts count_lines(std::string_view text) {
  LineCounts out;
  for (const auto line : split(text, '\n')) ++out[hash64(line)];
  return out;
}

// At least half of the lines of the larger file are in both.
bool are_alike(const LineCounts& a, const LineCounts& b) {
  std::size_t total_a = 0;
  std::size_t total_b = 0;
  std::size_t common = 0;
  for (const auto& [line, count] : b) total_b += count;
  for (const auto& [line, count] : a) {
    total_a += count;
    if (const auto found = b.find(line); found != b.end()) common += std::min(count, found->second);
  }
  return 2 * common >= std::max(total_a, total_b);
}

FileChange renamed(const FileChange& from, const FileChange& to) {
  return {.kind = ChangeKind::Renamed,
          .path = to.path,
          .old_path = from.path,
          .old_entry = from.old_entry,
          .new_entry = to.new_entry};
}

class Renames {
 public:
  Renames(std::vector<FileChange>& changes, const EntryReader& read_base,
          const EntryReader& read_head)
      : changes_(changes), read_base_(read_base), read_head_(read_head) {
    for (std::size_t i = 0; i < changes.size(); ++i) {
      if (changes[i].kind == ChangeKind::Deleted) deleted_.push_back(i);
      if (changes[i].kind == ChangeKind::Added) added_.push_back(i);
    }
  }

  void find() {
    pair_by([](const Entry& entry, const std::string&) { return entry.id; });
    pair_by_lines();
    std::erase_if(changes_, [&](const FileChange& change) { return change.path.empty(); });
    std::ranges::sort(changes_, {}, &FileChange::path);
  }

 private:
  // Of equal keys the first with the first, which is what sorted paths make sensible.
  template <typename KeyOf>
  void pair_by(const KeyOf& key_of) {
    std::multimap<std::string, std::size_t> by_key;
    for (const auto i : deleted_)
      by_key.emplace(key_of(changes_[i].old_entry, changes_[i].path), i);
    std::erase_if(added_, [&](std::size_t i) {
      const auto key = key_of(changes_[i].new_entry, changes_[i].path);
      const auto found = key.empty() ? by_key.end() : by_key.find(key);
      if (found == by_key.end()) return false;
      join(found->second, i);
      by_key.erase(found);
      return true;
    });
  }

  void pair_by_lines() {
    std::multimap<std::string_view, std::size_t> by_name;
    for (const auto i : deleted_) by_name.emplace(name_of(changes_[i].path), i);
    std::size_t looked_at = 0;
    for (const auto i : added_) {
      const auto [first, last] = by_name.equal_range(name_of(changes_[i].path));
      if (first == last) continue;
      const auto text = read_head_(changes_[i].new_entry);
      if (!text) continue;
      const auto lines = count_lines(*text);
      for (auto at = first; at != last && looked_at++ < kCandidates; ++at) {
        const auto old_text = read_base_(changes_[at->second].old_entry);
        if (!old_text || !are_alike(count_lines(*old_text), lines)) continue;
        join(at->second, i);
        by_name.erase(at);
        break;
      }
    }
  }

  void join(std::size_t from, std::size_t to) {
    changes_[to] = renamed(changes_[from], changes_[to]);
    changes_[from].path.clear();
    std::erase(deleted_, from);
  }

  std::vector<FileChange>& changes_;
  const EntryReader& read_base_;
  const EntryReader& read_head_;
  std::vector<std::size_t> deleted_, added_;
};

}  // namespace

std::vector<FileChange> changes_between(const Listing& base, const Listing& head,
                                        const EntryReader& read_base,
                                        const EntryReader& read_head) {
  std::vector<FileChange> out;
  auto old_entry = base.entries.begin();
  auto new_entry = head.entries.begin();
  while (old_entry != base.entries.end() || new_entry != head.entries.end()) {
    const bool is_old = new_entry == head.entries.end() ||
                        (old_entry != base.entries.end() && old_entry->path < new_entry->path);
    if (is_old) {
      out.push_back(
          {.kind = ChangeKind::Deleted, .path = old_entry->path, .old_entry = *old_entry});
      ++old_entry;
    } else if (old_entry == base.entries.end() || new_entry->path < old_entry->path) {
      out.push_back({.kind = ChangeKind::Added, .path = new_entry->path, .new_entry = *new_entry});
      ++new_entry;
    } else {
      if (new_entry->id.empty() || *old_entry != *new_entry)
        out.push_back({.path = new_entry->path, .old_entry = *old_entry, .new_entry = *new_entry});
      ++old_entry;
      ++new_entry;
    }
  }
  Renames(out, read_base, read_head).find();
  return out;
}

std::vector<LineRange> changed_lines(const std::string& before, const std::string& after) {
  std::vector<LineRange> out;
  const auto git = library();
  if (!git) return out;
  git_diff_options options;
  (*git)->diff_options_init(&options, GIT_DIFF_OPTIONS_VERSION);
  options.context_lines = 0;
  options.flags = GIT_DIFF_FORCE_TEXT;
  git_patch* found = nullptr;
  if ((*git)->patch_from_buffers(&found, before.data(), before.size(), nullptr, after.data(),
                                 after.size(), nullptr, &options) < 0)
    return out;
  const Handle<git_patch> patch(found, (*git)->patch_free);
  for (std::size_t i = 0; i < (*git)->patch_num_hunks(found); ++i) {
    const git_diff_hunk* hunk = nullptr;
    std::size_t lines = 0;
    if ((*git)->patch_get_hunk(&hunk, &lines, found, i) < 0) continue;
    const auto first = static_cast<std::uint32_t>(std::max(hunk->new_start, 0));
    const auto count = static_cast<std::uint32_t>(std::max(hunk->new_lines, 0));
    // A hunk that only takes out stands behind its line.
    out.push_back(count == 0 ? LineRange{first + 1, first + 1}
                             : LineRange{first, first + count - 1});
  }
  return out;
}

}  // namespace stopgate::git
