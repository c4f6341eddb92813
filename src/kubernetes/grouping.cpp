#include "kubernetes/grouping.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <tuple>

#include "kubernetes/path.h"

namespace stopgate::kubernetes {

namespace {

struct File {
  Manifests manifests;
  std::string path;
  std::string directory;  // without the slash at its end; empty for the present one
  std::string chart;
};

using Group = std::vector<File>;

std::string directory_of(std::string_view path) {
  const auto slash = path.rfind('/');
  return std::string(slash == std::string_view::npos ? std::string_view{} : path.substr(0, slash));
}

std::string chart_of(const Manifests& manifests) {
  const auto with_source = std::ranges::find_if(
      manifests.objects, [](const auto& object) { return object.helm.has_value(); });
  return with_source == manifests.objects.end() ? std::string() : with_source->helm->chart;
}

std::vector<File> read_files(std::vector<Manifests>&& all, const source::SourceMap& sources) {
  std::vector<File> files;
  for (auto& manifests : all) {
    if (manifests.objects.empty()) continue;
    auto& file = files.emplace_back();
    file.path = sources.file(manifests.file).path();
    file.directory = directory_of(file.path);
    file.chart = chart_of(manifests);
    file.manifests = std::move(manifests);
  }
  std::ranges::stable_sort(files, {}, &File::path);
  return files;
}

void join_charts_of_directories(std::vector<File>& files) {
  std::map<std::string, std::set<std::string>> charts;
  for (const auto& file : files)
    if (!file.chart.empty()) charts[file.directory].insert(file.chart);
  for (auto& file : files) {
    const auto found = charts.find(file.directory);
    if (file.chart.empty() && found != charts.end() && found->second.size() == 1)
      file.chart = *found->second.begin();
  }
}

// Two files that declare one object cannot be applied together.
bool has_collision(const Group& group) {
  std::map<std::tuple<std::string_view, std::string_view, std::string_view>, const File*> owners;
  for (const auto& file : group)
    for (const auto& object : file.manifests.objects) {
      if (object.name.empty()) continue;
      const auto name_space =
          object.name_space.empty() ? std::string_view("default") : object.name_space;
      const auto [owner, is_new] =
          owners.emplace(std::tuple(object.kind, name_space, object.name), &file);
      if (!is_new && owner->second != &file) return true;
    }
  return false;
}

std::map<std::string, Group> split_by(Group&& group, std::string File::*member) {
  std::map<std::string, Group> parts;
  for (auto& file : group) parts[file.*member].push_back(std::move(file));
  return parts;
}

// The deepest directory that holds all files.
std::string common_directory(const Group& group) {
  auto common = group.front().directory;
  for (const auto& file : group)
    while (!common.empty() && file.directory != common && !file.directory.starts_with(common + "/"))
      common = directory_of(common);
  return common.empty() ? "." : common;
}

// The only namespace among those named; nothing when there are several.
std::string only_of(const std::set<std::string_view>& names) {
  return names.size() == 1 ? std::string(*names.begin()) : std::string();
}

bool is_release_namespace(std::string_view name) {
  return !name.empty() && name != "kube-system";
}

std::string infer_namespace(const Render& render) {
  static const auto subjects = Path::parse("subjects[].namespace");
  std::set<std::string_view> of_objects;
  std::set<std::string_view> of_subjects;
  for (const auto& object : render.objects) {
    if (!object.helm) return "default";
    if (is_release_namespace(object.name_space)) of_objects.insert(object.name_space);
    subjects.visit(object.root, [&](const value::Node& node) {
      if (const auto name = node.value.string_if().value_or(""); is_release_namespace(name))
        of_subjects.insert(name);
    });
  }
  const auto inferred = only_of(of_objects.empty() ? of_subjects : of_objects);
  return inferred.empty() ? "default" : inferred;
}

}  // namespace

Render make_render(std::string name, std::vector<Manifests>&& manifests,
                   const source::SourceMap& sources, const RenderOptions& options) {
  std::ranges::stable_sort(manifests, {}, [&](const Manifests& file) {
    return std::string_view(sources.file(file.file).path());
  });
  Render render;
  render.name = std::move(name);
  for (auto& file : manifests) {
    std::ranges::move(file.objects, std::back_inserter(render.objects));
    render.arenas.push_back(std::move(file.arena));
  }
  render.default_namespace =
      options.release_namespace.empty() ? infer_namespace(render) : options.release_namespace;
  index(render);
  resolve_relations(render, options.world);
  return render;
}

std::vector<Render> group_renders(std::vector<Manifests>&& manifests,
                                  const source::SourceMap& sources, const RenderOptions& options) {
  auto files = read_files(std::move(manifests), sources);
  join_charts_of_directories(files);

  std::vector<Render> renders;
  const auto finish = [&](std::string name, Group&& group) {
    std::vector<Manifests> parts;
    for (auto& file : group) parts.push_back(std::move(file.manifests));
    renders.push_back(make_render(std::move(name), std::move(parts), sources, options));
  };
  for (auto& [chart, group] : split_by(std::move(files), &File::chart)) {
    if (!has_collision(group)) {
      finish(chart.empty() ? common_directory(group) : chart, std::move(group));
      continue;
    }
    for (auto& [directory, part] : split_by(std::move(group), &File::directory)) {
      if (!has_collision(part)) {
        finish(directory.empty() ? "." : directory, std::move(part));
        continue;
      }
      for (auto& [path, single] : split_by(std::move(part), &File::path))
        finish(path, std::move(single));
    }
  }
  std::ranges::stable_sort(renders, {}, &Render::name);
  return renders;
}

}  // namespace stopgate::kubernetes
