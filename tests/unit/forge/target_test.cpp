#include "forge/target.h"

#include <catch2/catch.hpp>
#include <vector>

using namespace stopgate::forge;

TEST_CASE("each CI tells where to post") {
  struct Row {
    std::string name;
    Environment environment;
    Kind kind;
    std::string api, repository, number, head;
  };
  const std::vector<Row> rows = {
      {"GitHub Actions",
       {{"GITHUB_ACTIONS", "true"},
        {"GITHUB_API_URL", "https://ghe.example/api/v3"},
        {"GITHUB_REPOSITORY", "o/r"},
        {"GITHUB_SHA", "merge"},
        {"GITHUB_EVENT_PATH", "event.json"}},
       Kind::GitHub,
       "https://ghe.example/api/v3",
       "o/r",
       "7",
       "abc"},
      {"Gitea Actions",
       {{"GITHUB_ACTIONS", "true"},
        {"GITHUB_API_URL", "https://git.example/api/v1"},
        {"GITHUB_REPOSITORY", "o/r"},
        {"GITHUB_EVENT_PATH", "event.json"}},
       Kind::Gitea,
       "https://git.example/api/v1",
       "o/r",
       "7",
       "abc"},
      {"GitLab CI",
       {{"GITLAB_CI", "true"},
        {"CI_API_V4_URL", "https://gl.example/api/v4"},
        {"CI_PROJECT_ID", "3"},
        {"CI_MERGE_REQUEST_PROJECT_ID", "4"},
        {"CI_MERGE_REQUEST_IID", "9"},
        {"CI_COMMIT_SHA", "merge"},
        {"CI_MERGE_REQUEST_SOURCE_BRANCH_SHA", "abc"}},
       Kind::GitLab,
       "https://gl.example/api/v4",
       "4",
       "9",
       "abc"},
      {"Bitbucket Pipelines",
       {{"BITBUCKET_BUILD_NUMBER", "5"},
        {"BITBUCKET_REPO_FULL_NAME", "o/r"},
        {"BITBUCKET_PR_ID", "2"},
        {"BITBUCKET_COMMIT", "abc"}},
       Kind::Bitbucket,
       "https://api.bitbucket.org/2.0",
       "o/r",
       "2",
       "abc"},
      {"Azure Pipelines",
       {{"TF_BUILD", "True"},
        {"SYSTEM_COLLECTIONURI", "https://dev.azure.com/org/"},
        {"SYSTEM_TEAMPROJECT", "p"},
        {"BUILD_REPOSITORY_ID", "r"},
        {"SYSTEM_PULLREQUEST_PULLREQUESTID", "6"}},
       Kind::Azure,
       "https://dev.azure.com/org",
       "p/r",
       "6",
       ""},
      {"Atlantis",
       {{"PULL_NUM", "8"},
        {"BASE_REPO_OWNER", "o"},
        {"BASE_REPO_NAME", "r"},
        {"HEAD_COMMIT", "abc"}},
       Kind::GitHub,
       "https://api.github.com",
       "o/r",
       "8",
       "abc"},
      {"Jenkins on Gitea",
       {{"JENKINS_URL", "x"},
        {"CHANGE_ID", "3"},
        {"CHANGE_URL", "https://git.example/o/r/pulls/3"},
        {"GIT_COMMIT", "merge"}},
       Kind::Gitea,
       "https://git.example/api/v1",
       "o/r",
       "3",
       ""},
      {"Jenkins on GitLab",
       {{"JENKINS_URL", "x"},
        {"CHANGE_ID", "3"},
        {"CHANGE_URL", "https://gl.example/g/s/r/-/merge_requests/3"}},
       Kind::GitLab,
       "https://gl.example/api/v4",
       "g/s/r",
       "3",
       ""},
      {"CircleCI",
       {{"CIRCLECI", "true"},
        {"CIRCLE_PULL_REQUEST", "https://github.com/o/r/pull/12"},
        {"CIRCLE_SHA1", "abc"}},
       Kind::GitHub,
       "https://api.github.com",
       "o/r",
       "12",
       "abc"},
      {"Woodpecker",
       {{"CI_COMMIT_PULL_REQUEST", "4"},
        {"CI_REPO", "o/r"},
        {"CI_COMMIT_SHA", "abc"},
        {"CI_FORGE_URL", "https://git.example/"}},
       Kind::Gitea,
       "https://git.example/api/v1",
       "o/r",
       "4",
       "abc"},
  };
  const auto read_file = [](const std::string& path) -> std::optional<std::string> {
    if (path != "event.json") return std::nullopt;
    return R"({"pull_request":{"number":7,"head":{"sha":"abc","repo":{"fork":true}}}})";
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    const auto target = detect({.to = "auto"}, row.environment, read_file);
    REQUIRE(target.has_value());
    CHECK(target->kind == row.kind);
    CHECK(target->api_url == row.api);
    CHECK(target->repository == row.repository);
    CHECK(target->number == row.number);
    CHECK(target->head == row.head);
  }
}

TEST_CASE("flags win over variables, ours over those of the CI; tokens are never told") {
  const Environment environment = {{"GITHUB_ACTIONS", "true"},
                                   {"GITHUB_REPOSITORY", "o/r"},
                                   {"STOPGATE_REPO", "o/s"},
                                   {"GITHUB_TOKEN", "t0ken"},
                                   {"MINE", "m1ne"}};
  const auto read_file = [](const std::string&) { return std::optional<std::string>(); };
  auto target = detect({.to = "auto"}, environment, read_file);
  REQUIRE(target.has_value());
  CHECK(target->repository == "o/s");
  CHECK(target->token == "t0ken");
  target = detect({.to = "gitea",
                   .api_url = "https://x/api/v1/",
                   .repository = "a/b",
                   .token_variable = "MINE"},
                  environment, read_file);
  REQUIRE(target.has_value());
  CHECK(target->kind == Kind::Gitea);
  CHECK(target->api_url == "https://x/api/v1");
  CHECK(target->repository == "a/b");
  CHECK(target->token == "m1ne");
  for (const auto& line : target->explanation) {
    CHECK(line.find("t0ken") == std::string::npos);
    CHECK(line.find("m1ne") == std::string::npos);
  }
  CHECK(!detect({.to = "auto"}, {}, read_file).has_value());
  CHECK(!detect({.to = "sourceforge"}, {}, read_file).has_value());
  CHECK(!detect({.to = "gitea", .repository = "a/b"}, {}, read_file).has_value());
}
