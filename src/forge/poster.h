#pragma once

// What a forge can do for us. One implementation a forge, each in a file of its own, which alone
// knows that forge's calls.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "forge/api.h"
#include "forge/changed_lines.h"
#include "forge/http.h"
#include "forge/target.h"

namespace stopgate::forge {

// A comment of ours: posters give no others, whatever marker a comment bears.
struct Comment {
  std::string id;
  std::string body;
  std::string url;
  std::string version;  // Bitbucket Data Center wants it back with an edit
};

struct LineComment {
  std::string id;
  std::string body;
  std::string thread;        // GitLab's discussion, Azure's thread
  bool has_replies = false;  // then it is not ours to take away
  std::string version;
};

struct NewLineComment {
  std::string path;
  ShownLine line;
  std::string old_path;
  std::string body;
};

enum class State : std::uint8_t { Success, Failure, Error };

struct CommitStatus {
  State state = State::Success;
  std::string context;      // "stopgate", or "stopgate/prod"
  std::string description;  // at most 140 characters
  std::string url;
};

class Poster {
 public:
  virtual ~Poster() = default;

  // Finds out what only the forge knows: the pull request of a commit, the commit of a pull
  // request.
  [[nodiscard]] virtual Answer<void> prepare() = 0;
  [[nodiscard]] virtual std::string head() const = 0;

  [[nodiscard]] virtual Answer<std::vector<Comment>> comments() = 0;
  [[nodiscard]] virtual Answer<Comment> create(const std::string& body) = 0;
  [[nodiscard]] virtual Answer<void> update(const Comment& comment, const std::string& body) = 0;
  [[nodiscard]] virtual Answer<void> remove(const Comment& comment) = 0;

  [[nodiscard]] virtual Answer<ChangedLines> changed_lines() = 0;
  [[nodiscard]] virtual Answer<std::vector<LineComment>> line_comments() = 0;
  // As few requests as the forge allows; those it refuses are left out, and counted in the answer.
  [[nodiscard]] virtual Answer<std::size_t> create_on_lines(
      std::span<const NewLineComment> comments) = 0;
  [[nodiscard]] virtual Answer<void> withdraw(const LineComment& comment) = 0;

  [[nodiscard]] virtual Answer<void> set_status(const CommitStatus& status) = 0;

  // How a marker is hidden, and whether HTML folds: Bitbucket shows tags as text.
  [[nodiscard]] virtual bool takes_html() const { return true; }
  // Bytes of a comment that the forge takes, with room to spare.
  [[nodiscard]] virtual std::size_t body_limit() const = 0;
};

[[nodiscard]] std::unique_ptr<Poster> make_poster(const Target& target, HttpClient& client);

// One a forge (github.cpp, …).
[[nodiscard]] std::unique_ptr<Poster> make_github(const Target& target, HttpClient& client);
[[nodiscard]] std::unique_ptr<Poster> make_gitea(const Target& target, HttpClient& client);
[[nodiscard]] std::unique_ptr<Poster> make_gitlab(const Target& target, HttpClient& client);
[[nodiscard]] std::unique_ptr<Poster> make_bitbucket(const Target& target, HttpClient& client);
[[nodiscard]] std::unique_ptr<Poster> make_bitbucket_server(const Target& target,
                                                            HttpClient& client);
[[nodiscard]] std::unique_ptr<Poster> make_azure(const Target& target, HttpClient& client);

[[nodiscard]] Refusal no_pull_request();

}  // namespace stopgate::forge
