// Gitea and Forgejo: API v1. It resembles GitHub's and differs where it matters: positions are line
// numbers, a review is not atomic, bodies have no limit.

#include <nlohmann/json.hpp>

#include "forge/marker.h"
#include "forge/poster.h"

namespace stopgate::forge {

namespace {

class Gitea final : public Poster {
 public:
  Gitea(const Target& target, HttpClient& client)
      : target_(target),
        api_(client, {.base = target.api_url,
                      .headers = {{"Authorization", "token " + target.token}},
                      .token_hint = "it needs the scopes write:issue and write:repository"}) {}

  Answer<void> prepare() override {
    if (target_.number.empty()) return tl::unexpected(no_pull_request());
    auto pull = api_.get(this->pull());
    if (!pull) return tl::unexpected(pull.error());
    target_.head = text_of(member_of(*pull, "head"), "sha");
    auto user = api_.get("/user");
    if (!user) return tl::unexpected(user.error());
    login_ = text_of(*user, "login");
    return {};
  }

  std::string head() const override { return target_.head; }
  std::size_t body_limit() const override { return 60'000; }

  Answer<std::vector<Comment>> comments() override {
    auto all = api_.get_all(repository() + "/issues/" + url_encoded(target_.number) + "/comments");
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
    auto made =
        api_.send("POST", repository() + "/issues/" + url_encoded(target_.number) + "/comments",
                  {{"body", body}});
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
    auto diff = api_.get_text(pull() + ".diff", "text/plain");
    if (!diff) return tl::unexpected(diff.error());
    return ChangedLines::parse(*diff);
  }

  Answer<std::vector<LineComment>> line_comments() override {
    auto reviews = api_.get_all(pull() + "/reviews");
    if (!reviews) return tl::unexpected(reviews.error());
    std::vector<LineComment> out;
    std::vector<std::string> others;  // path and line of comments that are not ours: answers
    for (const auto& review : *reviews) {
      auto list = api_.get(pull() + "/reviews/" + id_of(review, "id") + "/comments");
      if (!list) return tl::unexpected(list.error());
      for (const auto& item : *list) {
        const auto where = text_of(item, "path") + ":" + id_of(item, "position");
        if (!is_ours(item)) {
          others.push_back(where);
        } else if (member_of(item, "resolver").is_null()) {
          out.push_back({.id = id_of(item, "id"),
                         .body = text_of(item, "body"),
                         .thread = where,
                         .version = {}});
        }
      }
    }
    for (auto& comment : out)
      comment.has_replies = std::ranges::find(others, comment.thread) != others.end();
    return out;
  }

  // A refused review leaves its first comments behind in a pending one, which the next would take
  // in: it is taken away before each comment is tried alone.
  Answer<std::size_t> create_on_lines(std::span<const NewLineComment> comments) override {
    auto made = review(comments);
    if (made) return std::size_t{0};
    if (made.error().status != 422 && made.error().status < 500)
      return tl::unexpected(made.error());
    if (auto cleaned = remove_pending(); !cleaned) return tl::unexpected(cleaned.error());
    std::size_t refused = 0;
    for (std::size_t i = 0; i < comments.size(); ++i) {
      if (review(comments.subspan(i, 1))) continue;
      if (auto cleaned = remove_pending(); !cleaned) return tl::unexpected(cleaned.error());
      ++refused;
    }
    return refused;
  }

  Answer<void> withdraw(const LineComment& comment) override {
    return done(api_.send("DELETE", repository() + "/issues/comments/" + comment.id));
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
  [[nodiscard]] std::string pull() const {
    return repository() + "/pulls/" + url_encoded(target_.number);
  }

  Answer<void> review(std::span<const NewLineComment> comments) {
    Json list = Json::array();
    for (const auto& comment : comments)
      list.push_back({{"path", comment.path},
                      {"new_position", comment.line.new_line},
                      {"old_position", 0},
                      {"body", comment.body}});
    auto made = api_.send("POST", pull() + "/reviews",
                          {{"commit_id", target_.head},
                           {"event", "COMMENT"},
                           {"body", to_comment({.kind = "review"}) + "on the changed lines:"},
                           {"comments", std::move(list)}});
    if (!made) return tl::unexpected(made.error());
    // An event it does not know is taken, and the review stays invisible.
    if (text_of(*made, "state") != "COMMENT")
      return tl::unexpected(
          Refusal{.status = 500,
                  .message = "the review was left in state '" + text_of(*made, "state") + "'"});
    return {};
  }

  Answer<void> remove_pending() {
    auto reviews = api_.get_all(pull() + "/reviews");
    if (!reviews) return tl::unexpected(reviews.error());
    for (const auto& item : *reviews) {
      if (text_of(item, "state") != "PENDING" ||
          text_of(member_of(item, "user"), "login") != login_)
        continue;
      auto gone = api_.send("DELETE", pull() + "/reviews/" + id_of(item, "id"));
      if (!gone) return tl::unexpected(gone.error());
    }
    return {};
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

std::unique_ptr<Poster> make_gitea(const Target& target, HttpClient& client) {
  return std::make_unique<Gitea>(target, client);
}

}  // namespace stopgate::forge
