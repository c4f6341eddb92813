#include "source/file_system.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

namespace stopgate::source {

namespace {

FileKind kind_of(std::filesystem::file_type type) {
  switch (type) {
    case std::filesystem::file_type::regular:
      return FileKind::Regular;
    case std::filesystem::file_type::directory:
      return FileKind::Directory;
    case std::filesystem::file_type::not_found:
    case std::filesystem::file_type::none:
      return FileKind::Missing;
    default:
      return FileKind::Other;
  }
}

std::string reason(int error) {
  std::string text = std::strerror(error);
  if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z')
    text[0] = static_cast<char>(text[0] - 'A' + 'a');
  return text;
}

// Closes on every way out.
struct Descriptor {
  int fd;
  ~Descriptor() {
    if (fd >= 0) ::close(fd);
  }
};

}  // namespace

FileKind DiskFileSystem::kind(std::string_view path) const {
  std::error_code error;
  return kind_of(std::filesystem::status(std::filesystem::path(path), error).type());
}

Result<std::string> DiskFileSystem::read(std::string_view path, std::uint64_t limit) const {
  // Not to hang on a FIFO: opened without waiting, and only regular files are read.
  const Descriptor file{::open(std::string(path).c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC)};
  if (file.fd < 0) return fail(reason(errno));
  struct stat status {};
  if (::fstat(file.fd, &status) != 0) return fail(reason(errno));
  if (S_ISDIR(status.st_mode)) return fail("is a directory");
  if (!S_ISREG(status.st_mode)) return fail("is not a regular file");
  const auto too_large = [&](std::uint64_t size) {
    return fail("has " + std::to_string(size) + " bytes, more than the limit of " +
                std::to_string(limit));
  };
  if (static_cast<std::uint64_t>(status.st_size) > limit)
    return too_large(static_cast<std::uint64_t>(status.st_size));
  // One byte more than the size, to notice a file that grows while we read it.
  std::string text(static_cast<std::size_t>(status.st_size) + 1, '\0');
  std::size_t used = 0;
  for (;;) {
    const auto got = ::read(file.fd, text.data() + used, text.size() - used);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail(reason(errno));
    if (got == 0) break;
    used += static_cast<std::size_t>(got);
    if (used > limit) return too_large(used);
    if (used == text.size()) text.resize(text.size() * 2);
  }
  text.resize(used);
  return text;
}

Result<std::vector<DirectoryEntry>> DiskFileSystem::list(std::string_view path) const {
  std::error_code error;
  std::filesystem::directory_iterator it(std::filesystem::path(path), error);
  if (error) return fail(reason(error.value()));
  std::vector<DirectoryEntry> entries;
  for (; it != std::filesystem::directory_iterator(); it.increment(error)) {
    if (error) return fail(reason(error.value()));
    std::error_code ignored;
    entries.push_back({.name = it->path().filename().string(),
                       .kind = kind_of(it->status(ignored).type()),
                       .is_link = it->is_symlink(ignored)});
  }
  std::ranges::sort(entries, {}, &DirectoryEntry::name);
  return entries;
}

Result<std::string> DiskFileSystem::canonical(std::string_view path) const {
  std::error_code error;
  auto canonical = std::filesystem::canonical(std::filesystem::path(path), error);
  if (error) return fail(reason(error.value()));
  return canonical.string();
}

Result<std::string> ConfinedFileSystem::inside(std::string_view path) const {
  const auto joined = path.starts_with('/') ? std::string(path) : root_ + "/" + std::string(path);
  STOPGATE_TRY(auto real, inner_.canonical(joined));
  if (real == root_ || root_ == "/" || real.starts_with(root_ + "/")) return real;
  return fail("lies outside '" + root_ + "'");
}

FileKind ConfinedFileSystem::kind(std::string_view path) const {
  const auto real = inside(path);
  return real ? inner_.kind(*real) : FileKind::Missing;
}

Result<std::string> ConfinedFileSystem::read(std::string_view path, std::uint64_t limit) const {
  STOPGATE_TRY(const auto real, inside(path));
  return inner_.read(real, limit);
}

Result<std::vector<DirectoryEntry>> ConfinedFileSystem::list(std::string_view path) const {
  STOPGATE_TRY(const auto real, inside(path));
  return inner_.list(real);
}

Result<std::string> ConfinedFileSystem::canonical(std::string_view path) const {
  return inside(path);
}

}  // namespace stopgate::source
