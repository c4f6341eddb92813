// GitHub and GitHub Enterprise Server: REST API, version 2022-11-28.

#include <nlohmann/json.hpp>
#include <set>

#include "forge/marker.h"
#include "forge/poster.h"

namespace stopgate::forge {

namespace {

ApiOptions options_of(const Target& target) {
  return {.base = target.api_url,
          .headers = {{"Authorization", "Bearer " + target.token},
                      {"X-GitHub-Api-Version", "2022-11-28"}},
          .token_hint =
              "give the job `permissions: pull-requests: write`; for pull requests from "
              "forks post from a workflow_run job"};
}

class GitHub final : public Poster {
 public:
  GitHub(const Target& target, HttpClient& client)
      : target_(target), api_(client, options_of(target)) {}

  Answer<void> prepare() override {
    if (target_.number.empty()) {
      if (target_.head.empty()) return tl::unexpected(no_pull_request());
      // A workflow_run job: the commit tells the pull request, never what an artifact says.
      auto pulls = api_.get(repository() + "/commits/" + url_encoded(target_.head) + "/pulls");
      if (!pulls) return tl::unexpected(pulls.error());
      for (const auto& pull : *pulls)
        if (text_of(pull, "state") == "open") target_.number = id_of(pull, "number");
      if (target_.number.empty()) return tl::unexpected(no_pull_request());
    }
    auto pull = api_.get(repository() + "/pulls/" + url_encoded(target_.number));
    if (!pull) return tl::unexpected(pull.error());
    const auto head = text_of(member_of(*pull, "head"), "sha");
    if (target_.head.empty()) target_.head = head;
    // A token of Actions may not ask who it is; everyone knows.
    const auto user = api_.get("/user");
    login_ = user ? text_of(*user, "login") : "github-actions[bot]";
    return {};
  }

  std::string head() const override { return target_.head; }
  std::size_t body_limit() const override { return 60'000; }

  Answer<std::vector<Comment>> comments() override {
    auto all = api_.get_all(issue() + "/comments");
    if (!all) return tl::unexpected(all.error());
    std::vector<Comment> out;
    for (const auto& item : *all)
      if (is_ours(item))
        out.push_back({.id = id_of(item, "id"),
                       .body = text_of(item, "body"),
                       .url = text_of(item, "html_url"),
                       .version = {}});
    return out;
  }

  Answer<Comment> create(const std::string& body) override {
    auto made = api_.send("POST", issue() + "/comments", {{"body", body}});
    if (!made) return tl::unexpected(made.error());
    return Comment{
        .id = id_of(*made, "id"), .body = body, .url = text_of(*made, "html_url"), .version = {}};
  }

  Answer<void> update(const Comment& comment, const std::string& body) override {
    return done(
        api_.send("PATCH", repository() + "/issues/comments/" + comment.id, {{"body", body}}));
  }

  Answer<void> remove(const Comment& comment) override {
    return done(api_.send("DELETE", repository() + "/issues/comments/" + comment.id));
  }

  Answer<ChangedLines> changed_lines() override {
    auto diff = api_.get_text(pull(), "application/vnd.github.diff");
    if (!diff) return tl::unexpected(diff.error());
    return ChangedLines::parse(*diff);
  }

  Answer<std::vector<LineComment>> line_comments() override {
    auto all = api_.get_all(pull() + "/comments");
    if (!all) return tl::unexpected(all.error());
    std::set<std::string> answered;
    for (const auto& item : *all) answered.insert(id_of(item, "in_reply_to_id"));
    std::vector<LineComment> out;
    for (const auto& item : *all)
      if (is_ours(item))
        out.push_back({.id = id_of(item, "id"),
                       .body = text_of(item, "body"),
                       .thread = {},
                       .has_replies = answered.contains(id_of(item, "id")),
                       .version = {}});
    return out;
  }

  // One review is all or nothing: when it is refused, each comment is tried alone.
  Answer<std::size_t> create_on_lines(std::span<const NewLineComment> comments) override {
    Json list = Json::array();
    for (const auto& comment : comments)
      list.push_back({{"path", comment.path},
                      {"line", comment.line.new_line},
                      {"side", "RIGHT"},
                      {"body", comment.body}});
    auto made = api_.send("POST", pull() + "/reviews",
                          {{"commit_id", target_.head},
                           {"event", "COMMENT"},
                           {"body", to_comment({.kind = "review"}) + "on the changed lines:"},
                           {"comments", list}});
    if (made) return std::size_t{0};
    if (made.error().status != 422) return tl::unexpected(made.error());
    std::size_t refused = 0;
    for (auto& comment : list) {
      comment["commit_id"] = target_.head;
      auto alone = api_.send("POST", pull() + "/comments", comment);
      if (alone) continue;
      if (alone.error().status != 422) return tl::unexpected(alone.error());
      ++refused;
    }
    return refused;
  }

  Answer<void> withdraw(const LineComment& comment) override {
    return done(api_.send("DELETE", repository() + "/pulls/comments/" + comment.id));
  }

  Answer<void> set_status(const CommitStatus& status) override {
    constexpr const char* kStates[] = {"success", "failure", "error"};
    Json body = {{"state", kStates[static_cast<std::size_t>(status.state)]},
                 {"context", status.context},
                 {"description", status.description}};
    if (!status.url.empty()) body["target_url"] = status.url;
    return done(api_.send("POST", repository() + "/statuses/" + url_encoded(target_.head), body));
  }

 private:
  [[nodiscard]] std::string repository() const {
    const auto slash = target_.repository.find('/');
    return "/repos/" + url_encoded(target_.repository.substr(0, slash)) + "/" +
           url_encoded(slash == std::string::npos ? "" : target_.repository.substr(slash + 1));
  }
  [[nodiscard]] std::string issue() const {
    return repository() + "/issues/" + url_encoded(target_.number);
  }
  [[nodiscard]] std::string pull() const {
    return repository() + "/pulls/" + url_encoded(target_.number);
  }
  [[nodiscard]] bool is_ours(const Json& item) const {
    return text_of(member_of(item, "user"), "login") == login_ &&
           find_marker(text_of(item, "body")).has_value();
  }
  static Answer<void> done(const Answer<Json>& answer) {
    if (!answer) return tl::unexpected(answer.error());
    return {};
  }

  Target target_;
  Api api_;
  std::string login_;
};

}  // namespace

std::unique_ptr<Poster> make_github(const Target& target, HttpClient& client) {
  return std::make_unique<GitHub>(target, client);
}

}  // namespace stopgate::forge
