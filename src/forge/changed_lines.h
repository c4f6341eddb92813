#pragma once

// The lines that a pull request shows: only there a forge takes a comment.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace stopgate::forge {

struct ShownLine {
  std::uint32_t old_line = 0;  // 0 for an added line
  std::uint32_t new_line = 0;
  bool is_added = false;
};

struct ShownFile {
  std::string old_path;                      // before a rename
  std::map<std::uint32_t, ShownLine> lines;  // by number in the new file; removed ones are left out
  bool is_whole = false;  // any line may be commented on: the forge does not say which changed
};

class ChangedLines {
 public:
  // Of a unified diff as `git diff` writes it, quoted names included. What cannot be read is left
  // out: nobody is commented on there.
  [[nodiscard]] static ChangedLines parse(std::string_view diff);

  [[nodiscard]] const ShownFile* file(std::string_view path) const;  // null when it did not change
  [[nodiscard]] std::optional<ShownLine> line(std::string_view path, std::uint32_t number) const;

  ShownFile& add(std::string path) { return files_[std::move(path)]; }

 private:
  std::map<std::string, ShownFile, std::less<>> files_;
};

}  // namespace stopgate::forge
