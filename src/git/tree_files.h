#pragma once

// The files of a commit or of the index as a FileSystem, at the paths they would have in the
// worktree: what reads files needs not know that nothing is checked out.
//
// Symbolic links are followed within the repository and never out of it.

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "git/repository.h"
#include "source/file_system.h"

namespace stopgate::git {

class TreeFiles final : public source::FileSystem {
 public:
  // `repository` must outlive this. `here` is the folder that relative paths start from: absolute,
  // canonical.
  TreeFiles(const Repository& repository, const Listing& listing, std::string here);

  source::FileKind kind(std::string_view path) const override;
  Result<std::string> read(std::string_view path, std::uint64_t limit) const override;
  Result<std::vector<source::DirectoryEntry>> list(std::string_view path) const override;
  Result<std::string> canonical(std::string_view path) const override;

 private:
  struct Node {
    source::FileKind kind = source::FileKind::Directory;
    bool is_link = false;
    const Entry* entry = nullptr;
    std::vector<std::string_view> names;  // of a folder
  };

  void add(const Entry& entry);
  [[nodiscard]] const Node* find(std::string_view inside) const;
  // The way from the top to what a path means, links followed; "" is the top.
  [[nodiscard]] Result<std::string> resolve(std::string_view path) const;

  const Repository& repository_;
  std::string top_, here_;
  std::unordered_map<std::string, Node> nodes_;  // by path from the top
};

}  // namespace stopgate::git
