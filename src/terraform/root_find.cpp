#include <algorithm>
#include <map>
#include <set>

#include "hcl/parser.h"
#include "terraform/files.h"
#include "terraform/json_syntax.h"
#include "terraform/load.h"
#include "terraform/module_locate.h"

namespace stopgate::terraform {

namespace {

// Calls real paths to the real paths of the local modules they call.
using Graph = std::map<std::string, std::set<std::string>, std::less<>>;

void add_calls(const source::FileSystem& files, const std::string& folder, const hcl::Body& body,
               std::set<std::string>& called) {
  for (const auto* block : body.blocks) {
    if (block->type.text.text() != "module") continue;
    const auto* source = block->body.find(intern("source"));
    if (source == nullptr || source->value->kind != hcl::ExpressionKind::String ||
        !is_local_source(source->value->text))
      continue;
    const auto path = files.canonical(folder + "/" + std::string(source->value->text));
    // A folder that calls itself is an error of its own, and still a root.
    if (path && *path != folder) called.insert(*path);
  }
}

std::set<std::string> calls_of(const source::FileSystem& files, const Folder& folder) {
  std::set<std::string> called;
  auto listed = list_module_files(files, folder);
  listed.primary.insert(listed.primary.end(), listed.overrides.begin(), listed.overrides.end());
  for (const auto& name : listed.primary) {
    auto text = files.read(join_path(folder.path, name), Limits{}.file_bytes);
    if (!text || text->find("module") == std::string::npos) continue;
    // Not the caller's map: a file that is looked at only for its calls is not a file of the run.
    source::SourceMap scratch;
    const auto id = scratch.add(name, std::move(*text));
    if (is_json_file(name))
      add_calls(files, folder.path, read_json_syntax(scratch, id, {})->body, called);
    else
      add_calls(files, folder.path, hcl::parse(scratch, id).body, called);
  }
  return called;
}

void reach(const Graph& graph, const std::string& from, std::set<std::string>& reached) {
  std::vector<std::string> waiting = {from};
  while (!waiting.empty()) {
    const auto at = std::move(waiting.back());
    waiting.pop_back();
    if (!reached.insert(at).second) continue;
    const auto found = graph.find(at);
    if (found != graph.end())
      waiting.insert(waiting.end(), found->second.begin(), found->second.end());
  }
}

}  // namespace

std::vector<std::string> find_roots([[maybe_unused]] source::SourceMap& sources,
                                    const source::FileSystem& files,
                                    const std::vector<std::string>& folders) {
  Graph graph;
  std::set<std::string> called;
  std::vector<std::pair<std::string, std::string>> modules;  // real path, as given
  for (const auto& folder : folders) {
    const auto path = files.canonical(folder);
    // load_root says why a folder cannot be read.
    if (!path) {
      modules.emplace_back(folder, folder);
      continue;
    }
    if (graph.contains(*path)) continue;
    const Folder real{*path, folder};
    if (!list_module_files(files, real).is_module()) continue;
    modules.emplace_back(*path, folder);
    graph[*path] = calls_of(files, real);
    called.insert(graph[*path].begin(), graph[*path].end());
  }
  std::vector<std::string> roots;
  std::set<std::string> reached;
  const auto take_if = [&](auto&& is_root) {
    for (const auto& [path, folder] : modules) {
      if (!is_root(path)) continue;
      roots.push_back(folder);
      reach(graph, path, reached);
    }
  };
  take_if([&](const std::string& path) { return !called.contains(path); });
  // Modules that call each other in a circle: no folder may be left out because of it.
  take_if([&](const std::string& path) { return !reached.contains(path); });
  std::ranges::sort(roots);
  return roots;
}

}  // namespace stopgate::terraform
