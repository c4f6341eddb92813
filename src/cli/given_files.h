#pragma once

// A FileSystem in which some files and folders are those of the disk, as a user gave them: plans
// and renders that were made beside the repository.

#include <algorithm>
#include <string>
#include <vector>

#include "source/file_system.h"

namespace stopgate::cli {

class GivenFiles final : public source::FileSystem {
 public:
  // Paths below any of `given` go to `disk`.
  GivenFiles(const source::FileSystem& inner, const source::FileSystem& disk,
             std::vector<std::string> given)
      : inner_(inner), disk_(disk), given_(std::move(given)) {
    std::erase(given_, std::string());
    for (auto& path : given_)
      while (path.size() > 1 && path.ends_with('/')) path.pop_back();
  }

  source::FileKind kind(std::string_view path) const override { return of(path).kind(path); }
  Result<std::string> read(std::string_view path, std::uint64_t limit) const override {
    return of(path).read(path, limit);
  }
  Result<std::vector<source::DirectoryEntry>> list(std::string_view path) const override {
    return of(path).list(path);
  }
  Result<std::string> canonical(std::string_view path) const override {
    return of(path).canonical(path);
  }

 private:
  [[nodiscard]] const source::FileSystem& of(std::string_view path) const {
    const auto is_below = [&](const std::string& top) {
      return path == top || (path.starts_with(top) && path.substr(top.size()).starts_with('/'));
    };
    return std::ranges::any_of(given_, is_below) ? disk_ : inner_;
  }

  const source::FileSystem& inner_;
  const source::FileSystem& disk_;
  std::vector<std::string> given_;
};

}  // namespace stopgate::cli
