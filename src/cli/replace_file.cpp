#include "cli/replace_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace stopgate::cli {

namespace {

// Gone when it is not renamed.
class NewFile {
 public:
  explicit NewFile(const std::string& beside) : path_(beside + ".XXXXXX") {
    fd_ = ::mkostemp(path_.data(), O_CLOEXEC);
  }
  ~NewFile() {
    if (fd_ >= 0) ::close(fd_);
    if (fd_ >= 0 && !is_renamed_) ::unlink(path_.c_str());
  }
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  [[nodiscard]] bool is_open() const { return fd_ >= 0; }

  [[nodiscard]] bool fill(std::string_view text, mode_t mode) const {
    while (!text.empty()) {
      const auto written = ::write(fd_, text.data(), text.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return false;
      text.remove_prefix(static_cast<std::size_t>(written));
    }
    return ::fchmod(fd_, mode) == 0 && ::fsync(fd_) == 0;
  }

  [[nodiscard]] bool rename_to(const std::string& path) {
    is_renamed_ = ::rename(path_.c_str(), path.c_str()) == 0;
    return is_renamed_;
  }

 private:
  std::string path_;
  int fd_ = -1;
  bool is_renamed_ = false;
};

}  // namespace

Result<void> replace_file(const std::string& path, std::string_view text) {
  const auto failed = [] { return fail(std::strerror(errno)); };
  struct stat status {};
  if (::lstat(path.c_str(), &status) != 0) return failed();
  if (!S_ISREG(status.st_mode)) return fail("is not a regular file");
  // What nobody may write is not replaced either, though the folder would allow it.
  if (::access(path.c_str(), W_OK) != 0) return failed();
  NewFile file(path);
  if (!file.is_open() || !file.fill(text, status.st_mode & 07777) || !file.rename_to(path))
    return failed();
  return {};
}

}  // namespace stopgate::cli
