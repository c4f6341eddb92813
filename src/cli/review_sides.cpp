#include "cli/review_sides.h"

#include <algorithm>

#include "base/text.h"
#include "cli/given_files.h"
#include "git/tree_files.h"

namespace stopgate::cli {

namespace {

std::string folder_of(std::string_view path) {
  const auto slash = path.find_last_of('/');
  return slash == std::string_view::npos ? std::string() : std::string(path.substr(0, slash));
}

// The path of a file of the disk from the top of the repository, when it lies there.
std::optional<std::string> inside(const std::string& path, const std::string& top,
                                  const World& world) {
  const auto real = world.files.canonical(path);
  if (!real || !real->starts_with(top)) return std::nullopt;
  if (*real == top) return std::string();
  return (*real)[top.size()] == '/' ? std::optional(real->substr(top.size() + 1)) : std::nullopt;
}

model::Change change_of(const std::vector<git::FileChange>& files) {
  model::Change out;
  for (const auto& file : files) {
    out.paths.insert(file.path);
    if (file.old_path.empty()) continue;
    out.paths.insert(file.old_path);
    out.renamed.emplace(file.old_path, file.path);
  }
  return out;
}

git::EntryReader reader_of(const git::Repository& repository, const source::FileSystem& files,
                           const Limits& limits) {
  return [&](const git::Entry& entry) {
    return entry.id.empty() ? files.read(entry.path, limits.file_bytes)
                            : repository.read(entry.id, limits.file_bytes);
  };
}

// Folders whose Terraform is read besides what the change reaches: those that plans were made from.
Result<std::set<std::string>> folders_of_plans(const SidesOptions& options, const std::string& top,
                                               const World& world) {
  std::set<std::string> out;
  for (const auto& plan : options.plans) {
    if (world.files.kind(plan) == source::FileKind::Missing)
      return fail("cannot read " + quoted(plan) + ": no such file or directory");
    if (const auto path = inside(plan, top, world)) out.insert(folder_of(*path));
  }
  for (const auto& root : options.read.roots) {
    const auto path = inside(root, top, world);
    if (!path) return fail("the root " + quoted(root) + " lies outside of the repository");
    out.insert(*path);
  }
  return out;
}

// A submodule is another repository: that it moved is all that can be said.
void tell_submodules(const std::vector<git::FileChange>& files, model::Model& head) {
  for (const auto& file : files) {
    const auto is_submodule = [](const git::Entry& entry) {
      return entry.kind == git::EntryKind::Submodule;
    };
    if (!is_submodule(file.old_entry) && !is_submodule(file.new_entry)) continue;
    head.diagnostics.push_back(
        {.severity = source::Severity::Warning,
         .message = "the submodule moves from " +
                    (file.old_entry.id.empty() ? "nothing" : file.old_entry.id.substr(0, 12)) +
                    " to " +
                    (file.new_entry.id.empty() ? "nothing" : file.new_entry.id.substr(0, 12)) +
                    "; what it holds is not reviewed here",
         .help = "review that repository between the two commits",
         .place = {},
         .path = file.path});
  }
}

// What was wrong before, in a file that did not change, is not the news of this change.
void quiet_old_diagnostics(const model::Model& base, model::Model& head,
                           const std::set<std::string>& changed) {
  const auto path_of = [](const source::Diagnostic& diagnostic, const model::Model& model) {
    return diagnostic.place.is_known() ? model.sources->file(diagnostic.place.file).path()
                                       : diagnostic.path;
  };
  std::set<std::pair<std::string, std::string>> known;
  for (const auto& diagnostic : base.diagnostics)
    known.emplace(path_of(diagnostic, base), diagnostic.message);
  const auto is_old = [&](const source::Diagnostic& diagnostic) {
    const auto path = path_of(diagnostic, head);
    return !changed.contains(path) && known.contains({path, diagnostic.message});
  };
  std::erase_if(head.diagnostics, is_old);
  std::erase_if(head.unreadable, [&](const std::string& path) {
    if (changed.contains(path) || std::ranges::find(base.unreadable, path) == base.unreadable.end())
      return false;
    head.skipped.emplace_back(path, "could not be read before this change either");
    return true;
  });
  for (const auto& path : base.unreadable)
    if (changed.contains(path))
      head.diagnostics.push_back(
          {.severity = source::Severity::Note,
           .message = "the base of this file could not be read: what is old in it counts as new",
           .help = {},
           .place = {},
           .path = path});
}

void add(model::Inputs& to, model::Inputs&& from) {
  std::ranges::move(from.manifests, std::back_inserter(to.manifests));
  std::ranges::move(from.skipped, std::back_inserter(to.skipped));
  std::ranges::move(from.unreadable, std::back_inserter(to.unreadable));
  std::ranges::move(from.diagnostics, std::back_inserter(to.diagnostics));
  to.files += from.files;
}

// The same file of two renders has the same way from its folder.
void pair_renders(const model::Inputs& base, const model::Inputs& head, const SidesOptions& options,
                  const World& world, Sides& sides) {
  const auto base_top = options.base_render.size();
  const auto head_top = options.head_render.size();
  std::map<std::string, std::string> after;
  for (const auto& path : head.manifests) after.emplace(path.substr(head_top), path);
  const auto limit = options.read.limits.file_bytes;
  for (const auto& path : base.manifests) {
    const auto found = after.find(path.substr(base_top));
    if (found == after.end()) {
      sides.change.paths.insert(path);
      continue;
    }
    sides.change.renamed.emplace(path, found->second);
    sides.rendered.emplace(found->second, path);
    const auto old_text = world.files.read(path, limit);
    const auto new_text = world.files.read(found->second, limit);
    if (!old_text || !new_text || *old_text != *new_text)
      sides.change.paths.insert({path, found->second});
    after.erase(found);
  }
  for (const auto& [inner, path] : after) sides.change.paths.insert(path);
}

std::string without_slash(std::string path) {
  while (path.size() > 1 && path.ends_with('/')) path.pop_back();
  return path;
}

class Reading {
 public:
  Reading(const SidesOptions& options, Sides& sides, const World& world)
      : options_(options), sides_(sides), world_(world) {}

  Result<void> read() {
    STOPGATE_CHECK(find_inputs());
    const auto& base_files = *sides_.base.files;
    const GivenFiles base_given(base_files, world_.files, {options_.base_render});
    auto given = options_.plans;
    given.push_back(options_.head_render);
    const GivenFiles head_given(*sides_.head.files, world_.files, std::move(given));
    auto settings = options_.read;
    settings.roots.clear();
    sides_.base_model = std::make_shared<model::Model>(
        model::read_inputs(base_given, std::move(base_inputs_), settings));
    sides_.head_model = model::read_inputs(head_given, std::move(head_inputs_), settings);
    auto& head = sides_.head_model;
    model::keep_reached_renders(*sides_.base_model, head, sides_.change);
    std::ranges::copy(sides_.head.listing.diagnostics, std::back_inserter(head.diagnostics));
    tell_submodules(sides_.files, head);
    quiet_old_diagnostics(*sides_.base_model, head, sides_.change.paths);
    head.base = sides_.base_model;
    return {};
  }

  Result<void> open() {
    const auto& limits = options_.read.limits;
    STOPGATE_TRY(sides_.repository, git::open_repository("."));
    const auto& repository = *sides_.repository;
    STOPGATE_TRY(const auto tip, repository.resolve(options_.base));
    STOPGATE_TRY(sides_.head, take_snapshot(repository, options_.head, world_, limits));
    auto head = sides_.head.commit;
    if (head.empty()) {
      STOPGATE_TRY(head, repository.resolve("HEAD"));
    }
    STOPGATE_TRY(const auto parted, repository.merge_base(tip, head));
    STOPGATE_TRY(sides_.base, take_snapshot(repository, parted, world_, limits));
    sides_.files = git::changes_between(sides_.base.listing, sides_.head.listing,
                                        reader_of(repository, *sides_.base.files, limits),
                                        reader_of(repository, *sides_.head.files, limits));
    sides_.change = change_of(sides_.files);
    sides_.comparison = {.base = options_.base,
                         .head = options_.head,
                         .base_commit = parted,
                         .head_commit = sides_.head.commit,
                         .files = sides_.files.size()};
    return {};
  }

 private:
  Result<void> find_inputs() {
    const auto base_paths = sides_.base.paths();
    const auto head_paths = sides_.head.paths();
    const auto& limits = options_.read.limits;
    const auto jobs = options_.read.jobs;
    auto reach =
        model::unite(model::reach_of(*sides_.base.files, base_paths, sides_.change, jobs, limits),
                     model::reach_of(*sides_.head.files, head_paths, sides_.change, jobs, limits));
    STOPGATE_TRY(const auto folders, folders_of_plans(options_, sides_.repository->top(), world_));
    reach.folders.insert(folders.begin(), folders.end());
    add_roots_of_variable_files(base_paths, reach);
    add_roots_of_variable_files(head_paths, reach);
    if (!options_.renders.empty()) {
      reach.manifests.clear();
      for (const auto& render : options_.renders) {
        const auto path = inside(render, sides_.repository->top(), world_);
        if (!path) return fail("the render " + quoted(render) + " lies outside of the repository");
        reach.manifests.insert(*path);
      }
    }
    if (!options_.base_render.empty()) reach.manifests.clear();
    base_inputs_ =
        model::inputs_in_reach(*sides_.base.files, base_paths, reach, sides_.change, limits);
    head_inputs_ =
        model::inputs_in_reach(*sides_.head.files, head_paths, reach, sides_.change, limits);
    if (!options_.base_render.empty()) {
      STOPGATE_TRY(auto before, model::find_inputs(world_.files, {options_.base_render},
                                                   model::InputKind::Kubernetes, limits));
      STOPGATE_TRY(auto after, model::find_inputs(world_.files, {options_.head_render},
                                                  model::InputKind::Kubernetes, limits));
      pair_renders(before, after, options_, world_, sides_);
      add(base_inputs_, std::move(before));
      add(head_inputs_, std::move(after));
    }
    head_inputs_.plans.insert(head_inputs_.plans.end(), options_.plans.begin(),
                              options_.plans.end());
    return {};
  }

  // Files of variables that the configuration gives to roots elsewhere.
  void add_roots_of_variable_files(const std::vector<std::string>& paths, model::Reach& reach) {
    const auto& top = sides_.repository->top();
    for (const auto& root : options_.read.root_settings) {
      const auto is_changed = [&](const std::string& file) {
        return file.starts_with(top + "/") &&
               sides_.change.paths.contains(file.substr(top.size() + 1));
      };
      if (std::ranges::none_of(root.variable_files, is_changed)) continue;
      for (const auto& path : paths)
        if (path.ends_with(".tf") && root.holds(path)) reach.folders.insert(folder_of(path));
    }
  }

  const SidesOptions& options_;
  Sides& sides_;
  const World& world_;
  model::Inputs base_inputs_, head_inputs_;
};

}  // namespace

std::vector<std::string> Snapshot::paths() const {
  std::vector<std::string> out;
  out.reserve(listing.entries.size());
  for (const auto& entry : listing.entries)
    if (entry.kind != git::EntryKind::Submodule) out.push_back(entry.path);
  return out;
}

std::optional<std::string> Sides::text_before(const std::string& path) const {
  constexpr std::uint64_t kBytes = std::uint64_t{64} << 20;
  if (const auto found = rendered.find(path); found != rendered.end()) {
    auto text = source::DiskFileSystem().read(found->second, kBytes);
    return text ? std::optional(std::move(*text)) : std::nullopt;
  }
  const auto file = std::ranges::lower_bound(files, path, {}, &git::FileChange::path);
  if (file == files.end() || file->path != path || file->old_entry.id.empty()) return std::nullopt;
  auto text = repository->read(file->old_entry.id, kBytes);
  return text ? std::optional(std::move(*text)) : std::nullopt;
}

Result<Snapshot> take_snapshot(const git::Repository& repository, const std::string& revision,
                               const World& world, const Limits& limits) {
  Snapshot out;
  const auto& top = repository.top();
  if (revision == "worktree") {
    STOPGATE_TRY(out.listing, repository.list_worktree(limits));
    out.files = std::make_unique<source::ConfinedFileSystem>(world.files, top);
    return out;
  }
  if (revision == "index") {
    STOPGATE_TRY(out.listing, repository.list_index(limits));
  } else {
    STOPGATE_TRY(out.commit, repository.resolve(revision));
    STOPGATE_TRY(out.listing, repository.list_commit(out.commit, limits));
  }
  out.files = std::make_unique<git::TreeFiles>(repository, out.listing, top);
  return out;
}

Result<Sides> open_sides(const SidesOptions& options, const World& world) {
  Sides out;
  STOPGATE_CHECK(Reading(options, out, world).open());
  return out;
}

Result<void> read_sides(const SidesOptions& options, Sides& sides, const World& world) {
  auto settings = options;
  settings.base_render = without_slash(settings.base_render);
  settings.head_render = without_slash(settings.head_render);
  return Reading(settings, sides, world).read();
}

}  // namespace stopgate::cli
