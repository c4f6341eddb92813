#pragma once

// The world's files, behind an interface so that module loading is tested without a disk
// (tests/support/memory_file_system.h).

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace stopgate::source {

enum class FileKind { Regular, Directory, Other, Missing };

struct DirectoryEntry {
  std::string name;
  FileKind kind = FileKind::Regular;  // of what a symbolic link leads to
  bool is_link = false;

  bool operator==(const DirectoryEntry&) const = default;
};

class FileSystem {
 public:
  virtual ~FileSystem() = default;

  [[nodiscard]] virtual FileKind kind(std::string_view path) const = 0;
  // Follows symbolic links; an Error names the cause ("permission denied", "is a directory",
  // "has 70000000 bytes, more than the limit of 67108864").
  [[nodiscard]] virtual Result<std::string> read(std::string_view path,
                                                 std::uint64_t limit) const = 0;
  // Sorted by name.
  [[nodiscard]] virtual Result<std::vector<DirectoryEntry>> list(std::string_view path) const = 0;
  // Absolute path without symbolic links, `.` and `..`: equal for two names of one file.
  [[nodiscard]] virtual Result<std::string> canonical(std::string_view path) const = 0;
};

class DiskFileSystem final : public FileSystem {
 public:
  [[nodiscard]] FileKind kind(std::string_view path) const override;
  [[nodiscard]] Result<std::string> read(std::string_view path, std::uint64_t limit) const override;
  [[nodiscard]] Result<std::vector<DirectoryEntry>> list(std::string_view path) const override;
  [[nodiscard]] Result<std::string> canonical(std::string_view path) const override;
};

// Keeps every read inside one folder, whatever `..`, absolute paths or symbolic links say. Code
// that reads files because the input asked for it (file(), templatefile(), module sources) gets one
// of these.
class ConfinedFileSystem final : public FileSystem {
 public:
  // `root` as given by canonical().
  ConfinedFileSystem(const FileSystem& inner, std::string root)
      : inner_(inner), root_(std::move(root)) {}

  [[nodiscard]] FileKind kind(std::string_view path) const override;
  [[nodiscard]] Result<std::string> read(std::string_view path, std::uint64_t limit) const override;
  [[nodiscard]] Result<std::vector<DirectoryEntry>> list(std::string_view path) const override;
  [[nodiscard]] Result<std::string> canonical(std::string_view path) const override;

 private:
  [[nodiscard]] Result<std::string> inside(std::string_view path) const;

  const FileSystem& inner_;
  std::string root_;
};

}  // namespace stopgate::source
