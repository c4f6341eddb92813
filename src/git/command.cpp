#include "git/command.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <utility>

#include "base/text.h"

namespace stopgate::git {

namespace {

constexpr std::size_t kOutputBytes = std::size_t{256} << 20;

// Nothing that a repository's configuration could make Git run.
constexpr std::array kSafe = {"-c",
                              "core.fsmonitor=false",
                              "-c",
                              "core.hooksPath=/dev/null",
                              "--no-pager",
                              "--no-optional-locks",
                              "--literal-pathspecs"};

std::vector<std::string> environment() {
  std::vector<std::string> out;
  for (auto** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    // GIT_DIR and its like would lead to another repository, LC_ALL to other words.
    if (!text.starts_with("GIT_") && !text.starts_with("LC_ALL=")) out.emplace_back(text);
  }
  out.emplace_back("LC_ALL=C");
  out.emplace_back("GIT_TERMINAL_PROMPT=0");
  return out;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (auto& text : texts) out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

void close_quietly(int& fd) {
  if (fd >= 0) ::close(fd);
  fd = -1;
}

}  // namespace

Result<Process> Process::start(const std::string& folder,
                               const std::vector<std::string>& arguments) {
  std::array<int, 2> input{};
  std::array<int, 2> output{};
  // A socket, for writing to it after Git ended must not end us by a signal.
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, input.data()) != 0)
    return fail(std::strerror(errno));
  if (::pipe2(output.data(), O_CLOEXEC) != 0) {
    for (auto& fd : input) close_quietly(fd);
    return fail(std::strerror(errno));
  }
  std::vector<std::string> words = {"git", "-C", folder};
  words.insert(words.end(), kSafe.begin(), kSafe.end());
  words.insert(words.end(), arguments.begin(), arguments.end());
  auto variables = environment();
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, input[0], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t pid = -1;
  const auto failed = posix_spawnp(&pid, "git", &actions, nullptr, pointers(words).data(),
                                   pointers(variables).data());
  posix_spawn_file_actions_destroy(&actions);
  close_quietly(input[0]);
  close_quietly(output[1]);
  if (failed != 0) {
    close_quietly(input[1]);
    close_quietly(output[0]);
    return fail("the command 'git' cannot be run: " + std::string(std::strerror(failed)));
  }
  return Process(pid, input[1], output[0]);
}

Process::Process(Process&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      input_(std::exchange(other.input_, -1)),
      output_(std::exchange(other.output_, -1)),
      buffer_(std::move(other.buffer_)),
      used_(other.used_) {}

Process::~Process() {
  if (pid_ >= 0) static_cast<void>(finish());
}

Result<void> Process::write(std::string_view text) {
  while (!text.empty()) {
    const auto written = ::send(input_, text.data(), text.size(), MSG_NOSIGNAL);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return fail("'git' ended early");
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

bool Process::fill() {
  constexpr std::size_t kStep = 65'536;
  buffer_.erase(0, used_);
  used_ = 0;
  const auto before = buffer_.size();
  buffer_.resize(before + kStep);
  ssize_t got = 0;
  do got = ::read(output_, buffer_.data() + before, kStep);
  while (got < 0 && errno == EINTR);
  buffer_.resize(before + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
  return got > 0;
}

Result<std::string> Process::read_until(char end, std::size_t limit) {
  for (std::size_t from = 0;;) {
    const auto at = buffer_.find(end, used_ + from);
    if (at != std::string::npos) {
      auto text = buffer_.substr(used_, at - used_);
      used_ = at + 1;
      return text;
    }
    from = buffer_.size() - used_;
    if (from > limit || !fill()) return fail("'git' gave no whole answer");
  }
}

Result<std::string> Process::read_bytes(std::size_t count) {
  while (buffer_.size() - used_ < count)
    if (!fill()) return fail("'git' gave no whole answer");
  auto text = buffer_.substr(used_, count);
  used_ += count;
  return text;
}

Result<std::string> Process::read_rest(std::size_t limit) {
  close_quietly(input_);
  while (fill())
    if (buffer_.size() > limit)
      return fail("'git' printed more than " + std::to_string(limit) + " bytes");
  return buffer_.substr(used_);
}

int Process::finish() {
  close_quietly(input_);
  close_quietly(output_);
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) continue;
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

Result<std::string> run_git(const std::string& folder, const std::vector<std::string>& arguments) {
  STOPGATE_TRY(auto process, Process::start(folder, arguments));
  STOPGATE_TRY(auto text, process.read_rest(kOutputBytes));
  if (const auto status = process.finish(); status != 0)
    return fail("'git " + arguments.front() + "' ended with status " + std::to_string(status));
  return text;
}

Result<std::string> ObjectReader::read(const std::string& id, std::uint64_t limit) {
  constexpr std::size_t kHeaderBytes = 4'096;
  const std::lock_guard lock(mutex_);
  if (process_ == nullptr) {
    STOPGATE_TRY(auto started, Process::start(folder_, {"cat-file", "--batch"}));
    process_ = std::make_unique<Process>(std::move(started));
  }
  const auto give_up = [&](std::string why) {
    process_.reset();
    return fail(std::move(why));
  };
  if (!process_->write(id + "\n")) return give_up("'git cat-file' ended early");
  const auto header = process_->read_until('\n', kHeaderBytes);
  if (!header) return give_up("the object " + id + " is missing, and 'git' does not find it");
  // "ID blob SIZE", or "ID missing".
  const auto words = split(*header, ' ');
  if (words.size() != 3) return fail("the object " + id + " is missing from the repository");
  std::uint64_t size = 0;
  std::from_chars(words[2].data(), words[2].data() + words[2].size(), size);
  if (size > limit)
    return give_up("has " + std::to_string(size) + " bytes, more than the limit of " +
                   std::to_string(limit));
  auto text = process_->read_bytes(size + 1);
  if (!text) return give_up(text.error().message);
  if (words[1] != "blob") return fail("the object " + id + " is a " + std::string(words[1]));
  text->pop_back();
  return std::move(*text);
}

}  // namespace stopgate::git
