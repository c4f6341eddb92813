#pragma once

// A root module made of texts, and what was made of it as text.

#include <map>
#include <string>
#include <vector>

#include "source/memory_file_system.h"
#include "terraform/load.h"

namespace stopgate::terraform::test {

using Files = std::map<std::string, std::string>;

struct LoadedRoot {
  explicit LoadedRoot(const Files& files, LoadOptions options = {},
                      const std::string& folder = "/r") {
    for (const auto& [path, text] : files)
      disk.add(path.starts_with('/') ? path : "/r/" + path, text);
    options.repository = "/";
    root = load_root(sources, disk, folder, options);
  }

  [[nodiscard]] const Resource* find(std::string_view address) const {
    for (const auto& resource : root.resources) {
      if (resource.address == address) return &resource;
    }
    return nullptr;
  }
  // "address {attributes}", one a resource.
  [[nodiscard]] std::vector<std::string> resources() const {
    std::vector<std::string> lines;
    for (const auto& resource : root.resources)
      lines.push_back(resource.address + " " + value::to_text(resource.attributes.value));
    return lines;
  }
  // "main.tf:2:3: error: message", without help, errors and warnings only.
  [[nodiscard]] std::vector<std::string> problems() const {
    std::vector<std::string> lines;
    for (auto diagnostic : root.diagnostics) {
      if (diagnostic.severity == source::Severity::Note) continue;
      diagnostic.help.clear();
      auto line = source::to_string(diagnostic, sources);
      lines.push_back(line.starts_with("/r/") ? line.substr(3) : line);
    }
    return lines;
  }
  [[nodiscard]] std::string text(source::Place place) const {
    return place.is_known() ? std::string(sources.file(place.file).text(place.span))
                            : std::string{};
  }

  source::MemoryFileSystem disk;
  source::SourceMap sources;
  Root root;
};

}  // namespace stopgate::terraform::test
