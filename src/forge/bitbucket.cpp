// Bitbucket Cloud: API 2.0. Lists come as pages with the address of the next.

#include <nlohmann/json.hpp>
#include <set>

#include "forge/marker.h"
#include "forge/poster.h"

namespace stopgate::forge {

namespace {

constexpr std::size_t kPages = 100;

class Bitbucket final : public Poster {
 public:
  Bitbucket(const Target& target, HttpClient& client)
      : target_(target),
        api_(client, {.base = target.api_url,
                      .headers = {{"Authorization", "Bearer " + target.token}},
                      .token_hint = "a repository access token with pullrequest:write is needed"}) {
  }

  Answer<void> prepare() override {
    if (target_.number.empty()) return tl::unexpected(no_pull_request());
    auto pull = api_.get(this->pull());
    if (!pull) return tl::unexpected(pull.error());
    const auto& source = member_of(member_of(*pull, "source"), "commit");
    if (target_.head.empty()) target_.head = text_of(source, "hash");
    auto user = api_.get("/user");
    if (!user) return tl::unexpected(user.error());
    user_ = text_of(*user, "uuid");
    return {};
  }

  std::string head() const override { return target_.head; }
  std::size_t body_limit() const override { return 30'000; }
  bool takes_html() const override { return false; }

  Answer<std::vector<Comment>> comments() override {
    auto all = list(pull() + "/comments?pagelen=100");
    if (!all) return tl::unexpected(all.error());
    std::vector<Comment> out;
    for (const auto& item : *all)
      if (is_ours(item) && member_of(item, "inline").is_null())
        out.push_back({.id = id_of(item, "id"), .body = body_of(item), .url = {}, .version = {}});
    return out;
  }

  Answer<Comment> create(const std::string& body) override {
    auto made = api_.send("POST", pull() + "/comments", {{"content", {{"raw", body}}}});
    if (!made) return tl::unexpected(made.error());
    return Comment{.id = id_of(*made, "id"), .body = body, .url = {}, .version = {}};
  }

  Answer<void> update(const Comment& comment, const std::string& body) override {
    return done(
        api_.send("PUT", pull() + "/comments/" + comment.id, {{"content", {{"raw", body}}}}));
  }

  Answer<void> remove(const Comment& comment) override {
    return done(api_.send("DELETE", pull() + "/comments/" + comment.id));
  }

  Answer<ChangedLines> changed_lines() override {
    auto diff = api_.get_text(pull() + "/diff", "text/plain");
    if (!diff) return tl::unexpected(diff.error());
    return ChangedLines::parse(*diff);
  }

  Answer<std::vector<LineComment>> line_comments() override {
    auto all = list(pull() + "/comments?pagelen=100");
    if (!all) return tl::unexpected(all.error());
    std::set<std::string> answered;
    for (const auto& item : *all) answered.insert(id_of(member_of(item, "parent"), "id"));
    std::vector<LineComment> out;
    for (const auto& item : *all)
      if (is_ours(item) && !member_of(item, "inline").is_null())
        out.push_back({.id = id_of(item, "id"),
                       .body = body_of(item),
                       .thread = {},
                       .has_replies = answered.contains(id_of(item, "id")),
                       .version = {}});
    return out;
  }

  Answer<std::size_t> create_on_lines(std::span<const NewLineComment> comments) override {
    std::size_t refused = 0;
    for (const auto& comment : comments) {
      auto made = api_.send("POST", pull() + "/comments",
                            {{"content", {{"raw", comment.body}}},
                             {"inline", {{"path", comment.path}, {"to", comment.line.new_line}}}});
      if (made) continue;
      if (made.error().status != 400) return tl::unexpected(made.error());
      ++refused;
    }
    return refused;
  }

  Answer<void> withdraw(const LineComment& comment) override {
    return done(api_.send("DELETE", pull() + "/comments/" + comment.id));
  }

  Answer<void> set_status(const CommitStatus& status) override {
    constexpr const char* kStates[] = {"SUCCESSFUL", "FAILED", "FAILED"};
    // The address is mandatory there.
    const Json body = {
        {"key", status.context.substr(0, 40)},
        {"state", kStates[static_cast<std::size_t>(status.state)]},
        {"description", status.description},
        {"url", status.url.empty() ? "https://bitbucket.org/" + target_.repository : status.url}};
    return done(api_.send(
        "POST", repository() + "/commit/" + url_encoded(target_.head) + "/statuses/build", body));
  }

 private:
  [[nodiscard]] std::string repository() const {
    const auto slash = target_.repository.find('/');
    return "/repositories/" + url_encoded(target_.repository.substr(0, slash)) + "/" +
           url_encoded(slash == std::string::npos ? "" : target_.repository.substr(slash + 1));
  }
  [[nodiscard]] std::string pull() const {
    return repository() + "/pullrequests/" + url_encoded(target_.number);
  }

  Answer<std::vector<Json>> list(std::string path) {
    std::vector<Json> out;
    for (std::size_t page = 0; page < kPages && !path.empty(); ++page) {
      auto answer = api_.get(path);
      if (!answer) return tl::unexpected(answer.error());
      if (const auto& values = member_of(*answer, "values"); values.is_array())
        out.insert(out.end(), values.begin(), values.end());
      const auto next = text_of(*answer, "next");
      // Only within the API that was asked: the token goes along.
      path = next.starts_with(target_.api_url + "/") ? next.substr(target_.api_url.size()) : "";
    }
    return out;
  }

  static std::string body_of(const Json& item) {
    return text_of(member_of(item, "content"), "raw");
  }
  [[nodiscard]] bool is_ours(const Json& item) const {
    const auto& deleted = member_of(item, "deleted");
    return text_of(member_of(item, "user"), "uuid") == user_ &&
           !(deleted.is_boolean() && deleted.get<bool>()) && find_marker(body_of(item)).has_value();
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

std::unique_ptr<Poster> make_bitbucket(const Target& target, HttpClient& client) {
  return std::make_unique<Bitbucket>(target, client);
}

}  // namespace stopgate::forge
