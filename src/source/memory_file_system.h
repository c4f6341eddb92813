#pragma once

// A FileSystem that is a map of path to text: the examples of policies, and tests.

#include <algorithm>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "source/file_system.h"

namespace stopgate::source {

class MemoryFileSystem final : public FileSystem {
 public:
  MemoryFileSystem() = default;
  MemoryFileSystem(std::initializer_list<std::pair<const std::string, std::string>> files) {
    for (const auto& [path, text] : files) add(path, text);
  }

  void add(const std::string& path, std::string text) { files_[clean(path)] = std::move(text); }

  FileKind kind(std::string_view path) const override {
    const auto wanted = clean(path);
    if (files_.contains(wanted)) return FileKind::Regular;
    return is_directory(wanted) ? FileKind::Directory : FileKind::Missing;
  }

  Result<std::string> read(std::string_view path, std::uint64_t limit) const override {
    const auto found = files_.find(clean(path));
    if (found == files_.end())
      return fail(kind(path) == FileKind::Directory ? "is a directory"
                                                    : "no such file or directory");
    if (found->second.size() > limit)
      return fail("has " + std::to_string(found->second.size()) +
                  " bytes, more than the limit of " + std::to_string(limit));
    return found->second;
  }

  Result<std::vector<DirectoryEntry>> list(std::string_view path) const override {
    const auto folder = clean(path);
    if (kind(path) != FileKind::Directory) return fail("no such file or directory");
    const auto prefix = folder == "/" ? folder : folder + "/";
    std::map<std::string, FileKind> names;
    for (const auto& [name, text] : files_) {
      if (!name.starts_with(prefix)) continue;
      const auto rest = name.substr(prefix.size());
      const auto slash = rest.find('/');
      names[rest.substr(0, slash)] =
          slash == std::string::npos ? FileKind::Regular : FileKind::Directory;
    }
    std::vector<DirectoryEntry> entries;
    for (const auto& [name, what] : names) entries.push_back({.name = name, .kind = what});
    return entries;
  }

  Result<std::string> canonical(std::string_view path) const override {
    if (kind(path) == FileKind::Missing) return fail("no such file or directory");
    return clean(path);
  }

 private:
  // Absolute, without `.` and `..`; a relative path starts at "/".
  static std::string clean(std::string_view path) {
    auto text =
        (std::filesystem::path("/") / std::filesystem::path(path)).lexically_normal().string();
    while (text.size() > 1 && text.back() == '/') text.pop_back();
    return text;
  }

  bool is_directory(const std::string& path) const {
    const auto prefix = path == "/" ? path : path + "/";
    return path == "/" || std::ranges::any_of(files_, [&](const auto& file) {
             return file.first.starts_with(prefix);
           });
  }

  std::map<std::string, std::string> files_;
};

}  // namespace stopgate::source
