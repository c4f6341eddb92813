#include "forge/target.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>

#include "base/text.h"

namespace stopgate::forge {

namespace {

using Json = nlohmann::json;

struct Named {
  Kind kind;
  std::string_view name;
  std::string_view token_variables;  // in the order they are tried
};

constexpr std::array kForges = {
    Named{Kind::GitHub, "github", "STOPGATE_TOKEN GITHUB_TOKEN GH_TOKEN"},
    Named{Kind::Gitea, "gitea", "STOPGATE_TOKEN GITEA_TOKEN FORGEJO_TOKEN GITHUB_TOKEN"},
    Named{Kind::GitLab, "gitlab", "STOPGATE_TOKEN GITLAB_TOKEN"},
    Named{Kind::Bitbucket, "bitbucket", "STOPGATE_TOKEN BITBUCKET_TOKEN"},
    Named{Kind::BitbucketServer, "bitbucket-dc", "STOPGATE_TOKEN BITBUCKET_TOKEN"},
    Named{Kind::Azure, "azure", "STOPGATE_TOKEN SYSTEM_ACCESSTOKEN"},
};

std::string without_slash(std::string text) {
  while (text.ends_with('/')) text.pop_back();
  return text;
}

// Reads variables and remembers where each answer came from.
class Detector {
 public:
  Detector(const Environment& environment, const ReadFile& read_file)
      : environment_(environment), read_file_(read_file) {}

  void run(Target& out) {
    // In this order: Gitea's runner pretends to be GitHub's.
    if (value("GITHUB_ACTIONS") == "true" && value("GITHUB_API_URL").ends_with("/api/v1"))
      github_actions(out, Kind::Gitea, "Gitea Actions");
    else if (value("GITHUB_ACTIONS") == "true")
      github_actions(out, Kind::GitHub, "GitHub Actions");
    else if (!value("GITLAB_CI").empty())
      gitlab(out);
    else if (!value("BITBUCKET_BUILD_NUMBER").empty())
      bitbucket(out);
    else if (!value("TF_BUILD").empty())
      azure(out);
    else if (!value("PULL_NUM").empty() && !value("BASE_REPO_OWNER").empty())
      atlantis(out);
    else if (!value("CI_COMMIT_PULL_REQUEST").empty() || !value("DRONE_PULL_REQUEST").empty())
      drone(out);
    else if (!value("CIRCLECI").empty())
      circle(out);
    else if (!value("JENKINS_URL").empty())
      jenkins(out);
    const auto own = [&](std::string& field, const char* what, const char* name) {
      take(out, field, what, name);
    };
    own(out.api_url, "API", "STOPGATE_API_URL");
    own(out.repository, "repository", "STOPGATE_REPO");
    own(out.number, "pull request", "STOPGATE_PR");
    own(out.head, "head commit", "STOPGATE_HEAD");
  }

  [[nodiscard]] std::string value(std::string_view name) const {
    const auto found = environment_.find(name);
    return found == environment_.end() ? std::string() : found->second;
  }

  static void note(Target& out, std::string_view what, std::string_view value,
                   std::string_view from) {
    out.explanation.push_back(std::string(what) + ": " + printable(value) + " (" +
                              std::string(from) + ")");
  }

  // The variable's value, when it has one.
  void take(Target& out, std::string& field, const char* what, const char* name) const {
    if (auto found = value(name); !found.empty()) {
      note(out, what, found, name);
      field = std::move(found);
    }
  }

 private:
  void start(Target& out, Kind kind, std::string ci, const char* by) {
    out.kind = kind;
    out.ci = std::move(ci);
    note(out, "CI", out.ci, by);
  }

  void take_order(Target& out, const char* name) const {
    const auto text = value(name);
    std::from_chars(text.data(), text.data() + text.size(), out.order);
  }

  void github_actions(Target& out, Kind kind, std::string ci) {
    start(out, kind, std::move(ci), "GITHUB_ACTIONS");
    take(out, out.api_url, "API", "GITHUB_API_URL");
    take(out, out.repository, "repository", "GITHUB_REPOSITORY");
    take_order(out, "GITHUB_RUN_ID");
    if (!value("GITHUB_RUN_ID").empty())
      out.run_url = without_slash(value("GITHUB_SERVER_URL")) + "/" + out.repository +
                    "/actions/runs/" + value("GITHUB_RUN_ID");
    event(out);
  }

  // GITHUB_SHA is the merge commit, which no comment can be about: the event names the head.
  void event(Target& out) {
    const auto path = value("GITHUB_EVENT_PATH");
    const auto text = path.empty() ? std::nullopt : read_file_(path);
    if (!text) return;
    const auto json = Json::parse(*text, nullptr, false);
    if (!json.is_object()) return;
    const auto at = [&](const char* pointer) -> const Json* {
      const Json::json_pointer where(pointer);
      return json.contains(where) ? &json.at(where) : nullptr;
    };
    if (const auto* number = at("/pull_request/number"); number && number->is_number_unsigned())
      out.number = std::to_string(number->get<std::uint64_t>());
    for (const auto* pointer : {"/pull_request/head/sha", "/workflow_run/head_sha"})
      if (const auto* head = at(pointer); out.head.empty() && head && head->is_string())
        out.head = head->get<std::string>();
    if (const auto* fork = at("/pull_request/head/repo/fork"); fork && fork->is_boolean())
      out.is_fork = fork->get<bool>();
    if (!out.number.empty()) note(out, "pull request", out.number, "event file");
    if (!out.head.empty()) note(out, "head commit", out.head, "event file");
  }

  void gitlab(Target& out) {
    start(out, Kind::GitLab, "GitLab CI", "GITLAB_CI");
    take(out, out.api_url, "API", "CI_API_V4_URL");
    take(out, out.repository, "project", "CI_PROJECT_ID");
    take(out, out.repository, "project", "CI_MERGE_REQUEST_PROJECT_ID");
    take(out, out.number, "merge request", "CI_MERGE_REQUEST_IID");
    take(out, out.head, "head commit", "CI_COMMIT_SHA");
    take(out, out.head, "head commit", "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA");
    out.run_url = value("CI_JOB_URL");
    take_order(out, "CI_PIPELINE_ID");
    const auto source = value("CI_MERGE_REQUEST_SOURCE_PROJECT_ID");
    out.is_fork = !source.empty() && source != out.repository;
  }

  void bitbucket(Target& out) {
    start(out, Kind::Bitbucket, "Bitbucket Pipelines", "BITBUCKET_BUILD_NUMBER");
    out.api_url = "https://api.bitbucket.org/2.0";
    take(out, out.repository, "repository", "BITBUCKET_REPO_FULL_NAME");
    take(out, out.number, "pull request", "BITBUCKET_PR_ID");
    take(out, out.head, "head commit", "BITBUCKET_COMMIT");
    take_order(out, "BITBUCKET_BUILD_NUMBER");
  }

  void azure(Target& out) {
    start(out, Kind::Azure, "Azure Pipelines", "TF_BUILD");
    if (value("BUILD_REPOSITORY_PROVIDER") == "GitHub") {
      out.kind = Kind::GitHub;
      out.api_url = "https://api.github.com";
      take(out, out.repository, "repository", "BUILD_REPOSITORY_NAME");
      take(out, out.number, "pull request", "SYSTEM_PULLREQUEST_PULLREQUESTNUMBER");
    } else {
      out.api_url = without_slash(value("SYSTEM_COLLECTIONURI"));
      out.repository = value("SYSTEM_TEAMPROJECT") + "/" + value("BUILD_REPOSITORY_ID");
      note(out, "repository", out.repository, "SYSTEM_TEAMPROJECT, BUILD_REPOSITORY_ID");
      take(out, out.number, "pull request", "SYSTEM_PULLREQUEST_PULLREQUESTID");
    }
    take(out, out.head, "head commit", "SYSTEM_PULLREQUEST_SOURCECOMMITID");
    take_order(out, "BUILD_BUILDID");
    out.is_fork = to_lower(value("SYSTEM_PULLREQUEST_ISFORK")) == "true";
  }

  void atlantis(Target& out) {
    start(out, Kind::GitHub, "Atlantis", "PULL_NUM");
    out.repository = value("BASE_REPO_OWNER") + "/" + value("BASE_REPO_NAME");
    note(out, "repository", out.repository, "BASE_REPO_OWNER, BASE_REPO_NAME");
    take(out, out.number, "pull request", "PULL_NUM");
    take(out, out.head, "head commit", "HEAD_COMMIT");
  }

  void drone(Target& out) {
    const bool is_woodpecker = !value("CI_COMMIT_PULL_REQUEST").empty();
    start(out, Kind::Gitea, is_woodpecker ? "Woodpecker" : "Drone",
          is_woodpecker ? "CI_COMMIT_PULL_REQUEST" : "DRONE_PULL_REQUEST");
    take(out, out.repository, "repository", is_woodpecker ? "CI_REPO" : "DRONE_REPO");
    take(out, out.number, "pull request",
         is_woodpecker ? "CI_COMMIT_PULL_REQUEST" : "DRONE_PULL_REQUEST");
    take(out, out.head, "head commit", is_woodpecker ? "CI_COMMIT_SHA" : "DRONE_COMMIT_SHA");
    if (is_woodpecker && !value("CI_FORGE_URL").empty())
      out.api_url = without_slash(value("CI_FORGE_URL")) + "/api/v1";
  }

  // "https://github.com/o/r/pull/7": host, repository and number.
  void take_url(Target& out, const std::string& url, const char* from) const {
    const auto pieces = split(url, '/');
    if (pieces.size() < 7) return;
    out.number = std::string(pieces.back());
    out.repository = std::string(pieces[3]) + "/" + std::string(pieces[4]);
    const auto host = std::string(pieces[2]);
    if (pieces[pieces.size() - 2] == "pulls") {
      out.kind = Kind::Gitea;
      out.api_url = std::string(pieces[0]) + "//" + host + "/api/v1";
    } else if (url.find("/merge_requests/") != std::string::npos) {
      out.kind = Kind::GitLab;
      out.api_url = std::string(pieces[0]) + "//" + host + "/api/v4";
      const auto path = url.substr(url.find(host) + host.size() + 1);
      out.repository = path.substr(0, std::min(path.find("/-/"), path.find("/merge_requests/")));
    } else {
      out.kind = Kind::GitHub;
      out.api_url = host == "github.com" ? "https://api.github.com" : "https://" + host + "/api/v3";
    }
    note(out, "repository", out.repository, from);
    note(out, "pull request", out.number, from);
  }

  void circle(Target& out) {
    start(out, Kind::GitHub, "CircleCI", "CIRCLECI");
    take_url(out, value("CIRCLE_PULL_REQUEST"), "CIRCLE_PULL_REQUEST");
    take(out, out.head, "head commit", "CIRCLE_SHA1");
    take_order(out, "CIRCLE_BUILD_NUM");
  }

  // GIT_COMMIT may be a merge commit that the forge has never seen: the forge is asked instead.
  void jenkins(Target& out) {
    start(out, Kind::GitHub, "Jenkins", "JENKINS_URL");
    take_url(out, value("CHANGE_URL"), "CHANGE_URL");
    take(out, out.number, "pull request", "CHANGE_ID");
    out.is_fork = !value("CHANGE_FORK").empty();
    out.run_url = value("BUILD_URL");
    take_order(out, "BUILD_NUMBER");
  }

  const Environment& environment_;
  const ReadFile& read_file_;
};

void take_token(Target& out, const Wish& wish, const Detector& detector) {
  std::string names = wish.token_variable;
  if (names.empty()) names = std::ranges::find(kForges, out.kind, &Named::kind)->token_variables;
  for (const auto name : split(names, ' ')) {
    out.token = detector.value(name);
    out.token_variable = name;
    if (!out.token.empty()) break;
  }
  Detector::note(out, "token", out.token.empty() ? "none" : "found",
                 out.token.empty() ? names : out.token_variable);
}

}  // namespace

std::string_view name_of(Kind kind) {
  return std::ranges::find(kForges, kind, &Named::kind)->name;
}

std::optional<Kind> parse_kind(std::string_view name) {
  const auto found = std::ranges::find(kForges, name, &Named::name);
  return found == kForges.end() ? std::nullopt : std::optional(found->kind);
}

Result<Target> detect(const Wish& wish, const Environment& environment, const ReadFile& read_file) {
  Target out;
  Detector detector(environment, read_file);
  detector.run(out);
  const auto flag = [&](std::string& field, const std::string& value, const char* what,
                        const char* name) {
    if (value.empty()) return;
    field = value;
    Detector::note(out, what, value, name);
  };
  flag(out.api_url, wish.api_url, "API", "--api-url");
  flag(out.repository, wish.repository, "repository", "--repo");
  flag(out.number, wish.number, "pull request", "--pr");
  flag(out.head, wish.head, "head commit", "--head");
  if (!wish.to.empty() && wish.to != "auto") {
    const auto kind = parse_kind(wish.to);
    if (!kind)
      return fail("unknown forge " + stopgate::quoted(wish.to) +
                  "; one of auto, github, gitea, gitlab, bitbucket, bitbucket-dc, azure");
    out.kind = *kind;
  } else if (out.ci.empty()) {
    return fail(
        "no CI that is known, so --to must name the forge; one of github, gitea, gitlab, "
        "bitbucket, bitbucket-dc, azure");
  }
  Detector::note(out, "forge", name_of(out.kind), wish.to.empty() ? "CI" : "--to");
  out.api_url = without_slash(out.api_url);
  if (out.api_url.empty() && out.kind == Kind::GitHub) out.api_url = "https://api.github.com";
  if (out.api_url.empty() && out.kind == Kind::GitLab) out.api_url = "https://gitlab.com/api/v4";
  if (out.api_url.empty() && out.kind == Kind::Bitbucket)
    out.api_url = "https://api.bitbucket.org/2.0";
  take_token(out, wish, detector);
  if (out.api_url.empty())
    return fail("where is the API of this " + std::string(name_of(out.kind)) +
                "? give --api-url, such as https://forge.example.com/api/v1");
  if (out.repository.empty()) return fail("which repository? give --repo OWNER/NAME");
  return out;
}

}  // namespace stopgate::forge
