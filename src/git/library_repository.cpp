#include "git/library_repository.h"

#include <array>
#include <cstring>
#include <unordered_map>

#include "base/text.h"
#include "git/command.h"
#include "git/library.h"

namespace stopgate::git {

namespace {

constexpr std::size_t kIdDigits = GIT_OID_HEXSZ;

std::string without_slash(std::string path) {
  while (path.size() > 1 && path.ends_with('/')) path.pop_back();
  return path;
}

// Files, links and submodules; other modes are folders.
EntryKind kind_of(unsigned mode) {
  if (mode == GIT_FILEMODE_LINK) return EntryKind::Link;
  return mode == GIT_FILEMODE_COMMIT ? EntryKind::Submodule : EntryKind::File;
}

class LibraryRepository final : public Repository {
 public:
  LibraryRepository(const Library& git, git_repository* repository)
      : git_(git),
        repository_(repository, git.repository_free),
        odb_(nullptr, git.odb_free),
        by_command_(without_slash(git.repository_path(repository))) {
    const auto* workdir = git.repository_workdir(repository);
    top_ = without_slash(workdir != nullptr ? workdir : git.repository_path(repository));
    has_worktree_ = workdir != nullptr;
    is_shallow_ = git.repository_is_shallow(repository) == 1;
  }

  Result<void> open_objects() {
    git_odb* odb = nullptr;
    if (git_.repository_odb(&odb, repository_.get()) < 0) return failed();
    odb_.reset(odb);
    return {};
  }

  Result<Listing> list_commit(const std::string& id, const Limits& limits) const override {
    git_oid oid;
    git_commit* found = nullptr;
    if (git_.oid_fromstr(&oid, id.c_str()) < 0 ||
        git_.commit_lookup(&found, repository_.get(), &oid) < 0)
      return failed();
    const Handle<git_commit> commit(found, git_.commit_free);
    Listing out;
    STOPGATE_CHECK(add_tree(*git_.commit_tree_id(found), limits, out));
    clean(out);
    return out;
  }

  Result<Listing> list_index(const Limits& limits) const override {
    STOPGATE_TRY(const auto index, open_index());
    Listing out;
    for (std::size_t i = 0; i < git_.index_entrycount(index.get()); ++i) {
      const auto& entry = *git_.index_get_byindex(index.get(), i);
      const auto stage = (entry.flags & GIT_INDEX_ENTRY_STAGEMASK) >> GIT_INDEX_ENTRY_STAGESHIFT;
      if (stage > 1) continue;
      if (stage == 1) add_conflict(out, entry.path);
      if (out.entries.size() >= limits.files) return too_many(out, limits);
      out.entries.push_back({entry.path, hex(entry.id), kind_of(entry.mode)});
    }
    clean(out);
    return out;
  }

  Result<Listing> list_worktree(const Limits& limits) const override {
    if (!has_worktree_) return fail(quoted(top_) + " is a bare repository: it has no worktree");
    STOPGATE_TRY(auto out, list_index(limits));
    git_status_options options;
    git_.status_options_init(&options, GIT_STATUS_OPTIONS_VERSION);
    options.show = GIT_STATUS_SHOW_WORKDIR_ONLY;
    options.flags = GIT_STATUS_OPT_INCLUDE_UNTRACKED | GIT_STATUS_OPT_RECURSE_UNTRACKED_DIRS |
                    GIT_STATUS_OPT_EXCLUDE_SUBMODULES;
    git_status_list* list = nullptr;
    if (git_.status_list_new(&list, repository_.get(), &options) < 0) return failed();
    const Handle<git_status_list> owner(list, git_.status_list_free);
    std::unordered_map<std::string, unsigned> states;
    for (std::size_t i = 0; i < git_.status_list_entrycount(list); ++i) {
      const auto& entry = *git_.status_byindex(list, i);
      if (entry.index_to_workdir != nullptr)
        states.emplace(entry.index_to_workdir->new_file.path, entry.status);
    }
    std::erase_if(out.entries, [&](Entry& entry) {
      const auto state = states.find(entry.path);
      if (state == states.end()) return false;
      if ((state->second & GIT_STATUS_WT_DELETED) != 0) return true;
      entry.id.clear();
      return false;
    });
    for (const auto& [path, state] : states)
      if ((state & GIT_STATUS_WT_NEW) != 0 && !path.ends_with('/'))
        out.entries.push_back({path, {}, EntryKind::File});
    clean(out);
    return out;
  }

  Result<std::string> read(const std::string& id, std::uint64_t limit) const override {
    git_oid oid;
    if (git_.oid_fromstr(&oid, id.c_str()) < 0) return failed();
    std::size_t size = 0;
    git_object_t type = GIT_OBJECT_INVALID;
    const auto status = git_.odb_read_header(&size, &type, odb_.get(), &oid);
    // A partial clone has promises instead of objects: Git itself knows how to redeem them.
    if (status == GIT_ENOTFOUND) return by_command_.read(id, limit);
    if (status < 0) return failed();
    if (type != GIT_OBJECT_BLOB) return fail("the object " + id + " is no file");
    if (size > limit)
      return fail("has " + std::to_string(size) + " bytes, more than the limit of " +
                  std::to_string(limit));
    git_odb_object* found = nullptr;
    if (git_.odb_read(&found, odb_.get(), &oid) < 0) return failed();
    const Handle<git_odb_object> object(found, git_.odb_object_free);
    return std::string(static_cast<const char*>(git_.odb_object_data(found)),
                       git_.odb_object_size(found));
  }

 protected:
  Result<std::string> find_commit(const std::string& revision) const override {
    git_object* found = nullptr;
    if (git_.revparse_single(&found, repository_.get(), revision.c_str()) < 0) return failed();
    const Handle<git_object> object(found, git_.object_free);
    git_object* peeled = nullptr;
    if (git_.object_peel(&peeled, found, GIT_OBJECT_COMMIT) < 0) return failed();
    const Handle<git_object> commit(peeled, git_.object_free);
    return hex(*git_.object_id(peeled));
  }

  Result<std::string> find_merge_base(const std::string& a, const std::string& b) const override {
    std::array<git_oid, 2> ids{};
    git_oid out;
    if (git_.oid_fromstr(&ids[0], a.c_str()) < 0 || git_.oid_fromstr(&ids[1], b.c_str()) < 0)
      return failed();
    const auto status = git_.merge_base(&out, repository_.get(), &ids[0], &ids[1]);
    if (status == 0) return hex(out);
    // libgit2 walks past the end of a shallow clone, where Git stops.
    if (is_shallow_) {
      auto text = run_git(top_, {"merge-base", a, b});
      return text ? std::string(trim(*text)) : std::string();
    }
    if (status == GIT_ENOTFOUND) return std::string();
    return failed();
  }

 private:
  [[nodiscard]] tl::unexpected<Error> failed() const { return fail(printable(git_.last_error())); }

  [[nodiscard]] std::string hex(const git_oid& id) const {
    std::array<char, kIdDigits + 1> text{};
    git_.oid_tostr(text.data(), text.size(), &id);
    return text.data();
  }

  static void add_conflict(Listing& out, const char* path) {
    out.diagnostics.push_back({.message = "the merge of this file is not finished",
                               .help = "resolve the conflict and add the file",
                               .place = {},
                               .path = path});
  }

  static Result<Listing> too_many(Listing& out, const Limits& limits) {
    out.diagnostics.push_back(
        {.message = "more than " + std::to_string(limits.files) + " files; the rest is not read",
         .help = "raise the limit 'files'",
         .place = {},
         .path = {}});
    clean(out);
    return std::move(out);
  }

  [[nodiscard]] Result<Handle<git_index>> open_index() const {
    git_index* index = nullptr;
    if (git_.repository_index(&index, repository_.get()) < 0) return failed();
    Handle<git_index> out(index, git_.index_free);
    if (git_.index_read(index, 1) < 0) return failed();
    return out;
  }

  // Folders wait in a list, not on the stack; how deep and how many is bounded, since few objects
  // can name each other into billions of files.
  Result<void> add_tree(const git_oid& root, const Limits& limits, Listing& out) const {
    struct Waiting {
      git_oid id;
      std::string prefix;
      std::size_t depth;
    };
    std::vector<Waiting> waiting = {{root, {}, 0}};
    std::size_t folders = 0;
    while (!waiting.empty()) {
      const auto at = std::move(waiting.back());
      waiting.pop_back();
      if (at.depth > limits.depth || ++folders > limits.files ||
          out.entries.size() > limits.files) {
        out.diagnostics.push_back(
            {.message =
                 at.depth > limits.depth
                     ? "folders lie more than " + std::to_string(limits.depth) +
                           " deep; what is below is not read"
                     : "more than " + std::to_string(limits.files) + " files; the rest is not read",
             .help = "remove what is generated from the repository",
             .place = {},
             .path = at.prefix});
        if (at.depth > limits.depth) continue;
        return {};
      }
      git_tree* found = nullptr;
      if (git_.tree_lookup(&found, repository_.get(), &at.id) < 0) {
        const auto why = printable(git_.last_error());
        // The rest of the repository is still worth a look.
        if (at.depth == 0) return fail(why);
        out.diagnostics.push_back({.message = "the folder cannot be read: " + why,
                                   .help = "git fsck says what is damaged; fetch it again",
                                   .place = {},
                                   .path = at.prefix});
        continue;
      }
      const Handle<git_tree> tree(found, git_.tree_free);
      for (std::size_t i = 0; i < git_.tree_entrycount(found); ++i) {
        const auto* entry = git_.tree_entry_byindex(found, i);
        auto path = at.prefix + git_.tree_entry_name(entry);
        const auto mode = git_.tree_entry_filemode(entry);
        if (mode == GIT_FILEMODE_TREE)
          waiting.push_back({*git_.tree_entry_id(entry), path + "/", at.depth + 1});
        else
          out.entries.push_back({std::move(path), hex(*git_.tree_entry_id(entry)), kind_of(mode)});
      }
    }
    return {};
  }

  const Library& git_;
  Handle<git_repository> repository_;
  Handle<git_odb> odb_;
  mutable ObjectReader by_command_;
  bool has_worktree_ = false;
};

}  // namespace

Result<std::unique_ptr<Repository>> open_by_library(const std::string& folder) {
  STOPGATE_TRY(const auto* git, library());
  git_repository* found = nullptr;
  const auto status = git->repository_open_ext(&found, folder.c_str(), 0, nullptr);
  if (status == GIT_ENOTFOUND)
    return fail(quoted(folder) + " lies in no Git repository; run where the repository is");
  if (status < 0)
    return fail("the repository of " + quoted(folder) +
                " cannot be read: " + printable(git->last_error()));
  auto repository = std::make_unique<LibraryRepository>(*git, found);
  STOPGATE_CHECK(repository->open_objects());
  return repository;
}

}  // namespace stopgate::git
