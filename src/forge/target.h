#pragma once

// Where to post: which forge, repository, pull request and commit, found out from flags, our own
// variables and the CI we run in.

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace stopgate::forge {

enum class Kind : std::uint8_t { GitHub, Gitea, GitLab, Bitbucket, BitbucketServer, Azure };

[[nodiscard]] std::string_view name_of(Kind kind);  // "github", "bitbucket-dc", …
[[nodiscard]] std::optional<Kind> parse_kind(std::string_view name);

// What flags say; empty where they say nothing.
struct Wish {
  std::string to;  // "auto", or the name of a forge
  std::string api_url, repository, number, head, token_variable;
};

struct Target {
  Kind kind = Kind::GitHub;
  std::string ci;              // "GitHub Actions"; empty outside of any we know
  std::string api_url;         // without a slash at its end
  std::string repository;      // "owner/name"; the id or path of a GitLab project; "PROJECT/repo"
  std::string number;          // of the pull request
  std::string head;            // the commit under review; empty when only the forge knows
  std::string run_url;         // the page of this run
  std::int64_t order = 0;      // of this run among those of the repository
  bool is_fork = false;        // the change comes from a fork: tokens can only read
  std::string token;           // never printed
  std::string token_variable;  // where it came from, or where one was looked for
  std::vector<std::string> explanation;  // "repository: owner/name (GITHUB_REPOSITORY)"
};

using Environment = std::map<std::string, std::string, std::less<>>;
// The text of a file, for the description of the event that started a CI job.
using ReadFile = std::function<std::optional<std::string>(const std::string& path)>;

// An Error says what is missing and how to give it.
[[nodiscard]] Result<Target> detect(const Wish& wish, const Environment& environment,
                                    const ReadFile& read_file);

}  // namespace stopgate::forge
