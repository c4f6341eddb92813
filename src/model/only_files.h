#pragma once

// A FileSystem in which some folders show only the files that were given by name.

#include <algorithm>
#include <set>
#include <string>

#include "source/file_system.h"

namespace stopgate::model {

class OnlyFiles final : public source::FileSystem {
 public:
  OnlyFiles(const source::FileSystem& inner, const std::set<std::string>& paths) : inner_(inner) {
    for (const auto& path : paths) {
      const auto real = inner.canonical(path);
      const auto& name = real ? *real : path;
      paths_.insert(name);
      folders_.insert(name.substr(0, name.find_last_of('/')));
    }
  }

  source::FileKind kind(std::string_view path) const override { return inner_.kind(path); }
  Result<std::string> read(std::string_view path, std::uint64_t limit) const override {
    return inner_.read(path, limit);
  }
  Result<std::string> canonical(std::string_view path) const override {
    return inner_.canonical(path);
  }

  Result<std::vector<source::DirectoryEntry>> list(std::string_view path) const override {
    auto entries = inner_.list(path);
    const auto real = inner_.canonical(path);
    if (!entries || !real || !folders_.contains(*real)) return entries;
    std::erase_if(*entries, [&](const source::DirectoryEntry& entry) {
      return entry.kind == source::FileKind::Regular && !paths_.contains(*real + "/" + entry.name);
    });
    return entries;
  }

 private:
  const source::FileSystem& inner_;
  std::set<std::string> paths_;
  std::set<std::string> folders_;
};

}  // namespace stopgate::model
