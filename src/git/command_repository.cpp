#include "git/command_repository.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "base/text.h"
#include "git/command.h"

namespace stopgate::git {

namespace {

EntryKind kind_of(std::string_view mode) {
  if (mode == "120000") return EntryKind::Link;
  return mode == "160000" ? EntryKind::Submodule : EntryKind::File;
}

// Records that end with a zero byte.
std::vector<std::string_view> records(std::string_view text) {
  auto out = split(text, '\0');
  std::erase(out, std::string_view());
  return out;
}

class CommandRepository final : public Repository {
 public:
  CommandRepository(std::string top, bool is_shallow) : objects_(top) {
    top_ = std::move(top);
    is_shallow_ = is_shallow;
  }

  Result<Listing> list_commit(const std::string& commit, const Limits& limits) const override {
    // "MODE TYPE ID\tPATH"
    STOPGATE_TRY(const auto text, run_git(top_, {"ls-tree", "-r", "-z", "--full-tree", commit}));
    return list(text, limits, 2, [](const auto&) { return true; });
  }

  Result<Listing> list_index(const Limits& limits) const override {
    // "MODE ID STAGE\tPATH"
    STOPGATE_TRY(const auto text, run_git(top_, {"ls-files", "--stage", "-z"}));
    return list(text, limits, 1, [](const auto& words) { return words[2] <= "1"; });
  }

  Result<Listing> list_worktree(const Limits& limits) const override {
    STOPGATE_TRY(auto out, list_index(limits));
    STOPGATE_TRY(const auto modified, run_git(top_, {"ls-files", "--modified", "-z"}));
    STOPGATE_TRY(const auto deleted, run_git(top_, {"ls-files", "--deleted", "-z"}));
    STOPGATE_TRY(const auto others,
                 run_git(top_, {"ls-files", "--others", "--exclude-standard", "-z"}));
    const auto changed = records(modified);
    const auto gone = records(deleted);
    const std::set<std::string_view> is_changed(changed.begin(), changed.end());
    const std::set<std::string_view> is_gone(gone.begin(), gone.end());
    std::erase_if(out.entries, [&](Entry& entry) {
      if (is_changed.contains(entry.path)) entry.id.clear();
      return is_gone.contains(entry.path);
    });
    for (const auto path : records(others))
      out.entries.push_back({std::string(path), {}, EntryKind::File});
    clean(out);
    return out;
  }

  Result<std::string> read(const std::string& id, std::uint64_t limit) const override {
    return objects_.read(id, limit);
  }

 protected:
  Result<std::string> find_commit(const std::string& revision) const override {
    STOPGATE_TRY(const auto text, run_git(top_, {"rev-parse", "--verify", "--quiet",
                                                 "--end-of-options", revision + "^{commit}"}));
    return std::string(trim(text));
  }

  Result<std::string> find_merge_base(const std::string& a, const std::string& b) const override {
    const auto text = run_git(top_, {"merge-base", a, b});
    return text ? std::string(trim(*text)) : std::string();
  }

 private:
  template <typename IsWanted>
  static Result<Listing> list(std::string_view text, const Limits& limits, std::size_t id,
                              const IsWanted& is_wanted) {
    Listing out;
    for (const auto record : records(text)) {
      const auto tab = record.find('\t');
      const auto words = split(record.substr(0, tab), ' ');
      if (tab == std::string_view::npos || words.size() != 3) continue;
      if (!is_wanted(words)) continue;
      if (out.entries.size() >= limits.files) {
        out.diagnostics.push_back({.message = "more than " + std::to_string(limits.files) +
                                              " files; the rest is not read",
                                   .help = "raise the limit 'files'",
                                   .place = {},
                                   .path = {}});
        break;
      }
      out.entries.push_back(
          {std::string(record.substr(tab + 1)), std::string(words[id]), kind_of(words[0])});
    }
    clean(out);
    return out;
  }

  mutable ObjectReader objects_;
};

}  // namespace

Result<std::unique_ptr<Repository>> open_by_command(const std::string& folder) {
  STOPGATE_TRY(const auto text,
               run_git(folder, {"rev-parse", "--show-toplevel", "--is-shallow-repository"}));
  const auto lines = split(trim(text), '\n');
  if (lines.size() != 2) return fail("'git rev-parse' gave an answer that makes no sense");
  return std::make_unique<CommandRepository>(std::string(lines[0]), lines[1] == "true");
}

}  // namespace stopgate::git
