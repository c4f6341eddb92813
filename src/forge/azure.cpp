// Azure DevOps: Git REST API 7.1. Everything said is a thread; its files are named with a slash in
// front. There is no unified diff: line comments go to files that the pull request changes.

#include <nlohmann/json.hpp>

#include "forge/marker.h"
#include "forge/poster.h"

namespace stopgate::forge {

namespace {

constexpr std::string_view kVersion = "api-version=7.1";

class Azure final : public Poster {
 public:
  Azure(const Target& target, HttpClient& client)
      : target_(target),
        api_(client, {.base = target.api_url,
                      .headers = {{"Authorization", "Bearer " + target.token}},
                      .token_hint = "map SYSTEM_ACCESSTOKEN into the step, and let the build "
                                    "service contribute to pull requests"}) {}

  Answer<void> prepare() override {
    if (target_.number.empty()) return tl::unexpected(no_pull_request());
    auto pull = api_.get(this->pull("?"));
    if (!pull) return tl::unexpected(pull.error());
    if (target_.head.empty())
      target_.head = text_of(member_of(*pull, "lastMergeSourceCommit"), "commitId");
    auto connection = api_.get("/_apis/connectionData");
    if (!connection) return tl::unexpected(connection.error());
    user_ = text_of(member_of(*connection, "authenticatedUser"), "id");
    return {};
  }

  std::string head() const override { return target_.head; }
  std::size_t body_limit() const override { return 140'000; }

  Answer<std::vector<Comment>> comments() override {
    auto threads = own_threads();
    if (!threads) return tl::unexpected(threads.error());
    std::vector<Comment> out;
    for (const auto& thread : *threads)
      if (member_of(thread, "threadContext").is_null())
        out.push_back({.id = id_of(thread, "id"),
                       .body = text_of(member_of(thread, "comments").front(), "content"),
                       .url = {},
                       .version = id_of(member_of(thread, "comments").front(), "id")});
    return out;
  }

  Answer<Comment> create(const std::string& body) override {
    auto made = api_.send("POST", pull("/threads?"), thread(body));
    if (!made) return tl::unexpected(made.error());
    return Comment{.id = id_of(*made, "id"), .body = body, .url = {}, .version = "1"};
  }

  Answer<void> update(const Comment& comment, const std::string& body) override {
    return done(api_.send("PATCH",
                          pull("/threads/" + comment.id + "/comments/" + comment.version + "?"),
                          {{"content", body}}));
  }

  Answer<void> remove(const Comment& comment) override {
    return done(
        api_.send("DELETE", pull("/threads/" + comment.id + "/comments/" + comment.version + "?")));
  }

  Answer<ChangedLines> changed_lines() override {
    auto iterations = api_.get(pull("/iterations?"));
    if (!iterations) return tl::unexpected(iterations.error());
    const auto& list = member_of(*iterations, "value");
    if (!list.is_array() || list.empty()) return ChangedLines{};
    auto changes =
        api_.get(pull("/iterations/" + id_of(list.back(), "id") + "/changes?$top=2000&"));
    if (!changes) return tl::unexpected(changes.error());
    ChangedLines out;
    if (const auto& entries = member_of(*changes, "changeEntries"); entries.is_array())
      for (const auto& entry : entries) {
        auto path = text_of(member_of(entry, "item"), "path");
        if (path.starts_with('/')) path.erase(0, 1);
        // Which lines changed is not told: any of a changed file may be commented on.
        if (!path.empty()) out.add(path).is_whole = true;
      }
    return out;
  }

  Answer<std::vector<LineComment>> line_comments() override {
    auto threads = own_threads();
    if (!threads) return tl::unexpected(threads.error());
    std::vector<LineComment> out;
    for (const auto& thread : *threads) {
      if (member_of(thread, "threadContext").is_null()) continue;
      if (text_of(thread, "status") == "closed" || text_of(thread, "status") == "fixed") continue;
      const auto& comments = member_of(thread, "comments");
      out.push_back({.id = id_of(thread, "id"),
                     .body = text_of(comments.front(), "content"),
                     .thread = id_of(thread, "id"),
                     .has_replies = comments.size() > 1,
                     .version = {}});
    }
    return out;
  }

  Answer<std::size_t> create_on_lines(std::span<const NewLineComment> comments) override {
    std::size_t refused = 0;
    for (const auto& comment : comments) {
      auto body = thread(comment.body);
      const Json at = {{"line", comment.line.new_line}, {"offset", 1}};
      body["threadContext"] = {
          {"filePath", "/" + comment.path}, {"rightFileStart", at}, {"rightFileEnd", at}};
      auto made = api_.send("POST", pull("/threads?"), body);
      if (made) continue;
      if (made.error().status != 400) return tl::unexpected(made.error());
      ++refused;
    }
    return refused;
  }

  Answer<void> withdraw(const LineComment& comment) override {
    return done(
        api_.send("PATCH", pull("/threads/" + comment.thread + "?"), {{"status", "fixed"}}));
  }

  Answer<void> set_status(const CommitStatus& status) override {
    constexpr const char* kStates[] = {"succeeded", "failed", "error"};
    Json body = {{"state", kStates[static_cast<std::size_t>(status.state)]},
                 {"description", status.description},
                 {"context", {{"name", status.context}, {"genre", "stopgate"}}}};
    if (!status.url.empty()) body["targetUrl"] = status.url;
    return done(api_.send("POST", pull("/statuses?"), body));
  }

 private:
  // The path of a call; `rest` ends with what the version is appended to.
  [[nodiscard]] std::string pull(const std::string& rest) const {
    const auto slash = target_.repository.find('/');
    return "/" + url_encoded(target_.repository.substr(0, slash)) + "/_apis/git/repositories/" +
           url_encoded(slash == std::string::npos ? "" : target_.repository.substr(slash + 1)) +
           "/pullRequests/" + url_encoded(target_.number) + rest + std::string(kVersion);
  }

  static Json thread(const std::string& body) {
    return {{"comments",
             Json::array({{{"parentCommentId", 0}, {"content", body}, {"commentType", 1}}})},
            {"status", "active"}};
  }

  Answer<std::vector<Json>> own_threads() {
    auto answer = api_.get(pull("/threads?"));
    if (!answer) return tl::unexpected(answer.error());
    std::vector<Json> out;
    const auto& threads = member_of(*answer, "value");
    if (!threads.is_array()) return out;
    for (const auto& thread : threads) {
      const auto& comments = member_of(thread, "comments");
      if (!comments.is_array() || comments.empty()) continue;
      const auto& first = comments.front();
      const auto& deleted = member_of(first, "isDeleted");
      if (deleted.is_boolean() && deleted.get<bool>()) continue;
      if (text_of(member_of(first, "author"), "id") == user_ &&
          find_marker(text_of(first, "content")))
        out.push_back(thread);
    }
    return out;
  }

  static Answer<void> done(const Answer<Json>& answer) {
    if (!answer) return tl::unexpected(answer.error());
    return {};
  }

  Target target_;
  Api api_;
  std::string user_;
};

}  // namespace

std::unique_ptr<Poster> make_azure(const Target& target, HttpClient& client) {
  return std::make_unique<Azure>(target, client);
}

}  // namespace stopgate::forge
