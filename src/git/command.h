#pragma once

// Runs the user's own `git` where libgit2 does not reach: plumbing commands only, no shell, no
// hooks, no pager, no prompt.

#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace stopgate::git {

// A process with a pipe to its standard input and one from its output.
class Process {
 public:
  // `folder` is where the repository is looked for.
  [[nodiscard]] static Result<Process> start(const std::string& folder,
                                             const std::vector<std::string>& arguments);
  Process(Process&& other) noexcept;
  Process& operator=(Process&&) = delete;
  ~Process();

  [[nodiscard]] Result<void> write(std::string_view text);
  // Up to and without the byte `end`.
  [[nodiscard]] Result<std::string> read_until(char end, std::size_t limit);
  [[nodiscard]] Result<std::string> read_bytes(std::size_t count);
  [[nodiscard]] Result<std::string> read_rest(std::size_t limit);
  // The exit status, once the output is closed.
  [[nodiscard]] int finish();

 private:
  Process(pid_t pid, int input, int output) : pid_(pid), input_(input), output_(output) {}
  [[nodiscard]] bool fill();

  pid_t pid_ = -1;
  int input_ = -1, output_ = -1;
  std::string buffer_;
  std::size_t used_ = 0;
};

// The whole output of one command that ends with status 0; an Error gives Git's own words.
[[nodiscard]] Result<std::string> run_git(const std::string& folder,
                                          const std::vector<std::string>& arguments);

// `git cat-file --batch`, kept running: one object after the other.
class ObjectReader {
 public:
  explicit ObjectReader(std::string folder) : folder_(std::move(folder)) {}

  [[nodiscard]] Result<std::string> read(const std::string& id, std::uint64_t limit);

 private:
  std::string folder_;
  std::mutex mutex_;
  std::unique_ptr<Process> process_;
};

}  // namespace stopgate::git
