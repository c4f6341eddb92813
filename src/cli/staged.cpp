#include "cli/staged.h"

#include "git/changes.h"
#include "git/tree_files.h"
#include "terraform/files.h"

namespace stopgate::cli {

namespace {

bool is_input(const std::string& path) {
  return terraform::is_configuration_file(path.substr(path.find_last_of('/') + 1)) ||
         path.ends_with(".yaml") || path.ends_with(".yml");
}

}  // namespace

Result<Staged> open_staged(const std::vector<std::string>& paths, const World& world,
                           const Limits& limits) {
  Staged out;
  STOPGATE_TRY(out.repository, git::open_repository("."));
  const auto& repository = *out.repository;
  STOPGATE_TRY(out.listing, repository.list_index(limits));
  const auto& top = repository.top();
  const auto here = world.files.canonical(".").value_or(top);
  out.files = std::make_unique<git::TreeFiles>(repository, out.listing, here);
  out.paths = paths;
  if (!paths.empty()) return out;
  // Before the first commit everything is new.
  git::Listing head;
  if (const auto commit = repository.resolve("HEAD")) {
    STOPGATE_TRY(head, repository.list_commit(*commit, limits));
  }
  const git::EntryReader read = [&](const git::Entry& entry) {
    return repository.read(entry.id, limits.file_bytes);
  };
  for (const auto& change : git::changes_between(head, out.listing, read, read))
    if (change.kind != git::ChangeKind::Deleted && is_input(change.path))
      out.paths.push_back(terraform::relative_path(top + "/" + change.path, here));
  return out;
}

}  // namespace stopgate::cli
