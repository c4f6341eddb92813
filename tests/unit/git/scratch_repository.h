#pragma once

// A repository made by the git command in a folder of its own, which goes away with it.

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>

namespace stopgate::git {

inline bool has_git() {
  static const bool found = std::system("git --version >/dev/null 2>&1") == 0;
  if (!found) std::cout << "skipped: the command git is absent\n";
  SUCCEED();
  return found;
}

class ScratchRepository {
 public:
  explicit ScratchRepository(const std::string& init_options = "") {
    std::string pattern = (std::filesystem::temp_directory_path() / "stopgate-XXXXXX").string();
    REQUIRE(mkdtemp(pattern.data()) != nullptr);
    folder_ = std::filesystem::canonical(pattern).string();
    git("init -q -b main " + init_options + " .");
  }
  ~ScratchRepository() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  ScratchRepository(const ScratchRepository&) = delete;
  ScratchRepository& operator=(const ScratchRepository&) = delete;

  [[nodiscard]] const std::string& folder() const { return folder_; }

  void write(const std::string& path, const std::string& text) const {
    const auto full = std::filesystem::path(folder_) / path;
    std::filesystem::create_directories(full.parent_path());
    std::ofstream(full, std::ios::binary) << text;
  }

  void git(const std::string& arguments) const {
    const auto command =
        "cd '" + folder_ +
        "' && env -i PATH=\"$PATH\" HOME=/nonexistent GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=a "
        "GIT_AUTHOR_EMAIL=a@example.com GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.com git "
        "-c protocol.file.allow=always " +
        arguments + " >/dev/null 2>&1";
    INFO(command);
    REQUIRE(std::system(command.c_str()) == 0);
  }

  void commit(const std::string& message = "change") const {
    git("add -A");
    git("commit -q --allow-empty -m '" + message + "'");
  }

 private:
  std::string folder_;
};

}  // namespace stopgate::git
