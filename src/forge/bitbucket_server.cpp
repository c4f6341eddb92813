// Bitbucket Data Center: REST API 1.0. A comment is edited with the version it had.

#include <nlohmann/json.hpp>

#include "forge/marker.h"
#include "forge/poster.h"

namespace stopgate::forge {

namespace {

constexpr std::size_t kPages = 200;

class BitbucketServer final : public Poster {
 public:
  BitbucketServer(const Target& target, HttpClient& client)
      : target_(target),
        api_(client, {.base = target.api_url,
                      .headers = {{"Authorization", "Bearer " + target.token}},
                      .token_hint = "an HTTP access token with repository write is needed"}) {}

  Answer<void> prepare() override {
    if (target_.number.empty()) return tl::unexpected(no_pull_request());
    auto pull = api_.get(this->pull());
    if (!pull) return tl::unexpected(pull.error());
    const auto head = text_of(member_of(*pull, "fromRef"), "latestCommit");
    if (target_.head.empty()) target_.head = head;
    return {};
  }

  std::string head() const override { return target_.head; }
  std::size_t body_limit() const override { return 32'000; }
  bool takes_html() const override { return false; }

  Answer<std::vector<Comment>> comments() override {
    auto all = own_comments();
    if (!all) return tl::unexpected(all.error());
    std::vector<Comment> out;
    for (const auto& item : *all)
      if (member_of(item, "anchor").is_null())
        out.push_back({.id = id_of(item, "id"),
                       .body = text_of(item, "text"),
                       .url = {},
                       .version = id_of(item, "version")});
    return out;
  }

  Answer<Comment> create(const std::string& body) override {
    auto made = api_.send("POST", pull() + "/comments", {{"text", body}});
    if (!made) return tl::unexpected(made.error());
    return Comment{
        .id = id_of(*made, "id"), .body = body, .url = {}, .version = id_of(*made, "version")};
  }

  Answer<void> update(const Comment& comment, const std::string& body) override {
    return done(api_.send("PUT", pull() + "/comments/" + comment.id,
                          {{"text", body}, {"version", number_of(comment.version)}}));
  }

  Answer<void> remove(const Comment& comment) override {
    return done(
        api_.send("DELETE", pull() + "/comments/" + comment.id + "?version=" + comment.version));
  }

  Answer<ChangedLines> changed_lines() override {
    auto diff = api_.get_text(pull() + ".diff", "text/plain");
    if (!diff) return tl::unexpected(diff.error());
    // Its paths are "src://x" and "dst://x".
    std::string text = std::move(*diff);
    for (const std::string_view prefix : {"src://", "dst://"})
      for (auto at = text.find(prefix); at != std::string::npos; at = text.find(prefix, at))
        if (at == 4 || (at > 4 && text[at - 5] == '\n'))
          text.replace(at, prefix.size(), prefix.front() == 's' ? "a/" : "b/");
        else
          at += prefix.size();
    return ChangedLines::parse(text);
  }

  Answer<std::vector<LineComment>> line_comments() override {
    auto all = own_comments();
    if (!all) return tl::unexpected(all.error());
    std::vector<LineComment> out;
    for (const auto& item : *all) {
      if (member_of(item, "anchor").is_null()) continue;
      const auto& replies = member_of(item, "comments");
      out.push_back({.id = id_of(item, "id"),
                     .body = text_of(item, "text"),
                     .thread = {},
                     .has_replies = replies.is_array() && !replies.empty(),
                     .version = id_of(item, "version")});
    }
    return out;
  }

  Answer<std::size_t> create_on_lines(std::span<const NewLineComment> comments) override {
    std::size_t refused = 0;
    for (const auto& comment : comments) {
      const auto* type = comment.line.is_added ? "ADDED" : "CONTEXT";
      auto made = api_.send("POST", pull() + "/comments",
                            {{"text", comment.body},
                             {"anchor",
                              {{"path", comment.path},
                               {"srcPath", comment.old_path},
                               {"line", comment.line.new_line},
                               {"lineType", type},
                               {"fileType", "TO"},
                               {"diffType", "EFFECTIVE"}}}});
      if (made) continue;
      if (made.error().status != 400) return tl::unexpected(made.error());
      ++refused;
    }
    return refused;
  }

  Answer<void> withdraw(const LineComment& comment) override {
    return remove({.id = comment.id, .body = {}, .url = {}, .version = comment.version});
  }

  Answer<void> set_status(const CommitStatus& status) override {
    constexpr const char* kStates[] = {"SUCCESSFUL", "FAILED", "FAILED"};
    const Json body = {{"key", status.context},
                       {"state", kStates[static_cast<std::size_t>(status.state)]},
                       {"description", status.description},
                       {"url", status.url.empty() ? target_.api_url : status.url}};
    return done(api_.send(
        "POST", repository() + "/commits/" + url_encoded(target_.head) + "/builds", body));
  }

 private:
  [[nodiscard]] std::string repository() const {
    const auto slash = target_.repository.find('/');
    return "/projects/" + url_encoded(target_.repository.substr(0, slash)) + "/repos/" +
           url_encoded(slash == std::string::npos ? "" : target_.repository.substr(slash + 1));
  }
  [[nodiscard]] std::string pull() const {
    return repository() + "/pull-requests/" + url_encoded(target_.number);
  }

  // Comments come only among the activities. The token's user is not told by any call that every
  // token may make; a comment that we may edit says so.
  Answer<std::vector<Json>> own_comments() {
    std::vector<Json> out;
    std::string start = "0";
    for (std::size_t page = 0; page < kPages; ++page) {
      auto answer = api_.get(pull() + "/activities?limit=100&start=" + start);
      if (!answer) return tl::unexpected(answer.error());
      if (const auto& values = member_of(*answer, "values"); values.is_array())
        for (const auto& activity : values) add_comment(activity, out);
      const auto& is_last = member_of(*answer, "isLastPage");
      start = id_of(*answer, "nextPageStart");
      if (start.empty() || (is_last.is_boolean() && is_last.get<bool>())) break;
    }
    return out;
  }

  static void add_comment(const Json& activity, std::vector<Json>& out) {
    if (text_of(activity, "action") != "COMMENTED" ||
        text_of(activity, "commentAction") == "DELETED")
      return;
    auto comment = member_of(activity, "comment");
    const auto& rights = member_of(comment, "permittedOperations");
    const auto& may_edit = member_of(rights, "editable");
    if (!may_edit.is_boolean() || !may_edit.get<bool>()) return;
    if (!find_marker(text_of(comment, "text"))) return;
    if (const auto& anchor = member_of(activity, "commentAnchor"); !anchor.is_null())
      comment["anchor"] = anchor;
    out.push_back(std::move(comment));
  }

  static std::int64_t number_of(const std::string& text) {
    return text.empty() ? 0 : std::strtoll(text.c_str(), nullptr, 10);
  }
  static Answer<void> done(const Answer<Json>& answer) {
    if (!answer) return tl::unexpected(answer.error());
    return {};
  }

  Target target_;
  Api api_;
};

}  // namespace

std::unique_ptr<Poster> make_bitbucket_server(const Target& target, HttpClient& client) {
  return std::make_unique<BitbucketServer>(target, client);
}

}  // namespace stopgate::forge
