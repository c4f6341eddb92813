#include "model/reach.h"

#include <algorithm>
#include <array>

#include "base/parallel.h"
#include "base/text.h"
#include "terraform/files.h"

namespace stopgate::model {

namespace {

// Manifests that are read around the changed ones, so that references between them are seen.
constexpr std::size_t kManifests = 1'000;

std::string_view folder_of(std::string_view path) {
  const auto slash = path.find_last_of('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

std::string_view name_of(std::string_view path) {
  return path.substr(path.find_last_of('/') + 1);
}

std::string_view shown(std::string_view folder) {
  return folder.empty() ? std::string_view(".") : folder;
}

bool is_below(std::string_view path, std::string_view folder) {
  return folder.empty() ||
         (path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/');
}

bool is_of_a_tool(std::string_view path) {
  const auto parts = split(folder_of(path), '/');
  return std::ranges::any_of(parts, is_tool_folder);
}

bool is_manifest(std::string_view path) {
  const auto name = name_of(path);
  return (name.ends_with(".yaml") || name.ends_with(".yml")) && name != "Chart.yaml";
}

// Files that no expression reads.
bool is_for_people(std::string_view name) {
  constexpr std::array<std::string_view, 6> kEndings = {".md",  ".png",       ".svg",
                                                        ".jpg", ".gitignore", "LICENSE"};
  return std::ranges::any_of(kEndings,
                             [&](std::string_view ending) { return name.ends_with(ending); });
}

// The folders that a text names by string literals: "../modules/vpc", "./x".
void add_local_sources(const source::FileSystem& files, std::string_view top,
                       std::string_view folder, std::string_view text, std::set<std::string>& out) {
  for (auto at = text.find("\"."); at != std::string_view::npos; at = text.find("\".", at + 2)) {
    const auto end = text.find_first_of("\"\n$", at + 1);
    if (end == std::string_view::npos || text[end] != '"') continue;
    const auto source = text.substr(at + 1, end - at - 1);
    if (!source.starts_with("./") && !source.starts_with("../") && source != "..") continue;
    const auto path = terraform::join_path(shown(folder), source);
    if (files.kind(path) != source::FileKind::Directory) continue;
    // Links are followed: two names of one folder are one module.
    const auto real = files.canonical(path);
    if (!real || !real->starts_with(top)) continue;
    if (real->size() == top.size())
      out.emplace();
    else if ((*real)[top.size()] == '/')
      out.insert(real->substr(top.size() + 1));
  }
}

// What one Terraform folder says about others.
struct Texts {
  std::set<std::string> sources;
  bool reads_paths = false;              // fileset(), path.module: it may read what lies below
  std::set<std::string_view> mentioned;  // names of changed files
};

class TerraformReach {
 public:
  TerraformReach(const source::FileSystem& files, std::span<const std::string> paths,
                 const Change& change, std::size_t jobs, const Limits& limits)
      : files_(files), change_(change), jobs_(jobs), limits_(limits) {
    for (const auto& path : paths) {
      if (!terraform::is_configuration_file(name_of(path)) || is_of_a_tool(path)) continue;
      by_folder_[std::string(folder_of(path))].push_back(path);
    }
  }

  std::set<std::string> find() {
    std::vector<std::string_view> others;
    bool is_wanted = false;
    for (const auto& path : change_.paths) {
      if (is_of_a_tool(path)) continue;
      if (terraform::is_configuration_file(name_of(path)) || path.ends_with(".tfvars")) {
        dirty_.insert(std::string(folder_of(path)));
        is_wanted = true;
      } else if (!is_for_people(path)) {
        others.push_back(path);
      }
    }
    if (by_folder_.empty() || (!is_wanted && others.empty())) return {};
    read(others);
    for (const auto path : others) add_readers(path);
    close();
    std::erase_if(dirty_, [&](const std::string& folder) { return !by_folder_.contains(folder); });
    return std::move(dirty_);
  }

 private:
  void read(const std::vector<std::string_view>& others) {
    std::vector<std::pair<const std::string*, const std::string*>> all;  // folder, path
    for (const auto& [folder, paths] : by_folder_)
      for (const auto& path : paths) all.emplace_back(&folder, &path);
    std::vector<Texts> texts(all.size());
    auto top = files_.canonical(".").value_or("");
    if (top == "/") top.clear();  // the only folder whose name ends with a slash
    parallel_for(all.size(), jobs_, [&](std::size_t i) {
      const auto text = files_.read(*all[i].second, limits_.file_bytes);
      if (!text) return;
      auto& found = texts[i];
      add_local_sources(files_, top, *all[i].first, *text, found.sources);
      found.reads_paths =
          text->find("fileset(") != std::string::npos || text->find("path.") != std::string::npos;
      for (const auto other : others)
        if (text->find(name_of(other)) != std::string::npos) found.mentioned.insert(other);
    });
    for (std::size_t i = 0; i < all.size(); ++i) {
      const auto& folder = *all[i].first;
      for (const auto& source : texts[i].sources) callers_[source].insert(folder);
      if (texts[i].reads_paths) readers_.insert(folder);
      if (!texts[i].mentioned.empty()) dirty_.insert(folder);
    }
  }

  // The nearest folder around a file, when it reads files by patterns or made-up names.
  void add_readers(std::string_view path) {
    for (auto folder = folder_of(path);; folder = folder_of(folder)) {
      const auto found = by_folder_.find(std::string(folder));
      if (found != by_folder_.end()) {
        if (readers_.contains(found->first)) dirty_.insert(found->first);
        return;
      }
      if (folder.empty()) return;
    }
  }

  // Who calls what changed, and who calls those.
  void close() {
    std::vector<std::string> waiting(dirty_.begin(), dirty_.end());
    while (!waiting.empty()) {
      const auto at = std::move(waiting.back());
      waiting.pop_back();
      const auto found = callers_.find(at);
      if (found == callers_.end()) continue;
      for (const auto& caller : found->second)
        if (dirty_.insert(caller).second) waiting.push_back(caller);
    }
  }

  const source::FileSystem& files_;
  const Change& change_;
  std::size_t jobs_;
  const Limits& limits_;
  std::map<std::string, std::vector<std::string>, std::less<>> by_folder_;
  std::map<std::string, std::set<std::string>, std::less<>> callers_;
  std::set<std::string> readers_, dirty_;
};

// Manifests at or below each folder.
std::map<std::string, std::size_t, std::less<>> count_manifests(
    std::span<const std::string> paths) {
  std::map<std::string, std::size_t, std::less<>> out;
  for (const auto& path : paths) {
    if (!is_manifest(path) || is_of_a_tool(path)) continue;
    for (auto folder = folder_of(path);; folder = folder_of(folder)) {
      ++out[std::string(folder)];
      if (folder.empty()) break;
    }
  }
  return out;
}

// The widest folders around the changed manifests that hold at most so many: all of a small
// repository is applied together, as `check` sees it, and of a large one what lies near.
std::set<std::string> manifest_folders(std::span<const std::string> paths, const Change& change) {
  std::set<std::string> changed;
  for (const auto& path : change.paths)
    if ((is_manifest(path) || path.ends_with(".json")) && !is_of_a_tool(path))
      changed.insert(std::string(folder_of(path)));
  const auto counts = count_manifests(paths);
  const auto count_of = [&](std::string_view folder) {
    const auto found = counts.find(folder);
    return found == counts.end() ? std::size_t{0} : found->second;
  };
  std::set<std::string> out;
  for (auto widest = kManifests; widest > 0; widest /= 2) {
    out.clear();
    for (std::string_view folder : changed) {
      while (!folder.empty() && count_of(folder_of(folder)) <= widest) folder = folder_of(folder);
      out.insert(std::string(folder));
    }
    std::size_t total = 0;
    for (const auto& folder : out) total += count_of(folder);
    if (total <= kManifests) break;
  }
  return out;
}

std::set<std::string> files_of(const kubernetes::Render& render, const source::SourceMap& sources,
                               const std::map<std::string, std::string>& renamed) {
  std::set<std::string> out;
  for (const auto& object : render.objects) {
    const auto& path = sources.file(object.file).path();
    const auto found = renamed.find(path);
    out.insert(found == renamed.end() ? path : found->second);
  }
  return out;
}

}  // namespace

Reach reach_of(const source::FileSystem& files, std::span<const std::string> paths,
               const Change& change, std::size_t jobs, const Limits& limits) {
  return {.folders = TerraformReach(files, paths, change, jobs, limits).find(),
          .manifests = manifest_folders(paths, change)};
}

Reach unite(Reach a, const Reach& b) {
  a.folders.insert(b.folders.begin(), b.folders.end());
  a.manifests.insert(b.manifests.begin(), b.manifests.end());
  return a;
}

Inputs inputs_in_reach(const source::FileSystem& files, std::span<const std::string> paths,
                       const Reach& reach, const Change& change, const Limits& limits) {
  std::set<std::string_view> charts;
  for (const auto& path : paths)
    if (name_of(path) == "Chart.yaml") charts.insert(folder_of(path));
  const auto template_folder = [&](std::string_view path) {
    for (auto folder = folder_of(path); !folder.empty(); folder = folder_of(folder))
      if (name_of(folder) == "templates" && charts.contains(folder_of(folder))) return folder;
    return std::string_view();
  };
  std::vector<std::string> wanted;
  std::set<std::string_view> seen_folders, templates;
  for (const auto& path : paths) {
    if (is_of_a_tool(path)) continue;
    if (const auto folder = template_folder(path); !folder.empty()) {
      if (change.paths.contains(path)) templates.insert(folder);
      continue;
    }
    const auto folder = folder_of(path);
    if (terraform::is_configuration_file(name_of(path))) {
      // One file stands for its folder.
      if (reach.folders.contains(std::string(folder)) && seen_folders.insert(folder).second)
        wanted.push_back(path);
    } else if (is_manifest(path)) {
      if (std::ranges::any_of(reach.manifests,
                              [&](const std::string& top) { return is_below(path, top); }))
        wanted.push_back(path);
    } else if (change.paths.contains(path)) {
      wanted.push_back(path);
    }
  }
  auto out = sort_inputs(files, wanted, limits);
  for (const auto folder : templates)
    out.skipped.emplace_back(folder, "Helm templates: render the chart and review the result");
  return out;
}

void keep_reached_renders(Model& base, Model& head, const Change& change) {
  struct Known {
    std::set<std::string> files;
    bool is_kept = false;
  };
  const auto known = [&](const Model& model) {
    std::vector<Known> out;
    for (const auto& render : model.renders)
      out.push_back({files_of(render, *model.sources, change.renamed)});
    return out;
  };
  std::array<std::vector<Known>, 2> sides = {known(base), known(head)};
  auto reached = change.paths;
  for (bool is_growing = true; is_growing;) {
    is_growing = false;
    for (auto& side : sides)
      for (auto& render : side) {
        const auto is_reached = [&](const std::string& path) { return reached.contains(path); };
        if (render.is_kept || std::ranges::none_of(render.files, is_reached)) continue;
        render.is_kept = is_growing = true;
        reached.insert(render.files.begin(), render.files.end());
      }
  }
  const auto drop = [](Model& model, const std::vector<Known>& renders) {
    std::size_t i = 0;
    std::erase_if(model.renders, [&](const auto&) { return !renders[i++].is_kept; });
  };
  drop(base, sides[0]);
  drop(head, sides[1]);
}

}  // namespace stopgate::model
