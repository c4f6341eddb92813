#pragma once

// Renders from texts, for the tests of this room.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "kubernetes/grouping.h"
#include "kubernetes/reader.h"

namespace stopgate::test {

// Files of a run, by path.
struct Files {
  source::SourceMap sources;
  std::vector<kubernetes::Manifests> manifests;
  std::string diagnostics;  // one a line

  Files(const std::string& path, const std::string& text) { add(path, text); }
  explicit Files(const std::map<std::string, std::string>& files) {
    for (const auto& [path, text] : files) add(path, text);
  }
  void add(const std::string& path, const std::string& text) {
    manifests.push_back(kubernetes::read_manifests(sources, sources.add(path, text)));
    for (const auto& diagnostic : manifests.back().diagnostics)
      diagnostics += source::to_string(diagnostic, sources) + "\n";
  }
  std::vector<kubernetes::Render> group(const kubernetes::RenderOptions& options = {}) {
    return kubernetes::group_renders(std::move(manifests), sources, options);
  }
  // The text that stands at a place.
  [[nodiscard]] std::string_view text(source::Place place) const {
    return place.is_known() ? sources.file(place.file).text(place.span)
                            : std::string_view("(nowhere)");
  }
};

// One file, one render, which views the texts of `files`.
struct Single {
  Files files;
  kubernetes::Render render;

  explicit Single(const std::string& text, const kubernetes::RenderOptions& options = {})
      : files("a.yaml", text),
        render(kubernetes::make_render("a", std::move(files.manifests), files.sources, options)) {}
};

}  // namespace stopgate::test
