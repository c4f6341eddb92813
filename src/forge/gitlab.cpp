// GitLab: API v4. Notes for the summary, discussions with a position for lines.

#include <nlohmann/json.hpp>

#include "forge/marker.h"
#include "forge/poster.h"

namespace stopgate::forge {

namespace {

class GitLab final : public Poster {
 public:
  GitLab(const Target& target, HttpClient& client)
      : target_(target),
        api_(client, {.base = target.api_url,
                      .headers = {{"PRIVATE-TOKEN", target.token}},
                      .token_hint = "a project or group access token with the scope `api` is "
                                    "needed; CI_JOB_TOKEN can only read"}) {}

  Answer<void> prepare() override {
    if (target_.number.empty()) return tl::unexpected(no_pull_request());
    auto versions = api_.get(request() + "/versions");
    if (!versions) return tl::unexpected(versions.error());
    if (!versions->is_array() || versions->empty())
      return tl::unexpected(
          Refusal{.status = 0, .message = "the merge request has no version yet"});
    const auto& latest = versions->front();
    base_ = text_of(latest, "base_commit_sha");
    start_ = text_of(latest, "start_commit_sha");
    target_.head = text_of(latest, "head_commit_sha");
    version_ = id_of(latest, "id");
    auto user = api_.get("/user");
    if (!user) return tl::unexpected(user.error());
    user_ = id_of(*user, "id");
    return {};
  }

  std::string head() const override { return target_.head; }
  std::size_t body_limit() const override { return 200'000; }

  Answer<std::vector<Comment>> comments() override {
    auto all = api_.get_all(request() + "/notes");
    if (!all) return tl::unexpected(all.error());
    std::vector<Comment> out;
    for (const auto& item : *all)
      if (is_ours(item))
        out.push_back(
            {.id = id_of(item, "id"), .body = text_of(item, "body"), .url = {}, .version = {}});
    return out;
  }

  Answer<Comment> create(const std::string& body) override {
    auto made = api_.send("POST", request() + "/notes", {{"body", body}});
    if (!made) return tl::unexpected(made.error());
    return Comment{.id = id_of(*made, "id"), .body = body, .url = {}, .version = {}};
  }

  Answer<void> update(const Comment& comment, const std::string& body) override {
    return done(api_.send("PUT", request() + "/notes/" + comment.id, {{"body", body}}));
  }

  Answer<void> remove(const Comment& comment) override {
    return done(api_.send("DELETE", request() + "/notes/" + comment.id));
  }

  Answer<ChangedLines> changed_lines() override {
    auto version = api_.get(request() + "/versions/" + version_);
    if (!version) return tl::unexpected(version.error());
    // The hunks without their file headers, which the parser wants.
    std::string diff;
    if (const auto& files = member_of(*version, "diffs"); files.is_array())
      for (const auto& file : files)
        diff += "diff --git a b\n--- a/" + text_of(file, "old_path") + "\n+++ b/" +
                text_of(file, "new_path") + "\n" + text_of(file, "diff") + "\n";
    return ChangedLines::parse(diff);
  }

  Answer<std::vector<LineComment>> line_comments() override {
    auto all = api_.get_all(request() + "/discussions");
    if (!all) return tl::unexpected(all.error());
    std::vector<LineComment> out;
    for (const auto& discussion : *all) {
      const auto& notes = member_of(discussion, "notes");
      if (!notes.is_array() || notes.empty() || !is_ours(notes.front())) continue;
      const auto& resolved = member_of(notes.front(), "resolved");
      if (resolved.is_boolean() && resolved.get<bool>()) continue;
      if (member_of(notes.front(), "position").is_null()) continue;  // the summary
      out.push_back({.id = id_of(notes.front(), "id"),
                     .body = text_of(notes.front(), "body"),
                     .thread = text_of(discussion, "id"),
                     .has_replies = notes.size() > 1,
                     .version = {}});
    }
    return out;
  }

  Answer<std::size_t> create_on_lines(std::span<const NewLineComment> comments) override {
    std::size_t refused = 0;
    for (const auto& comment : comments) {
      Json position = {{"position_type", "text"},
                       {"base_sha", base_},
                       {"start_sha", start_},
                       {"head_sha", target_.head},
                       {"old_path", comment.old_path},
                       {"new_path", comment.path},
                       {"new_line", comment.line.new_line}};
      // A line that did not change is named by both its numbers.
      if (!comment.line.is_added) position["old_line"] = comment.line.old_line;
      auto made = api_.send("POST", request() + "/discussions",
                            {{"body", comment.body}, {"position", std::move(position)}});
      if (made) continue;
      if (made.error().status != 400) return tl::unexpected(made.error());
      ++refused;
    }
    return refused;
  }

  Answer<void> withdraw(const LineComment& comment) override {
    return done(api_.send("PUT", request() + "/discussions/" + url_encoded(comment.thread),
                          {{"resolved", true}}));
  }

  Answer<void> set_status(const CommitStatus& status) override {
    constexpr const char* kStates[] = {"success", "failed", "failed"};
    Json body = {{"state", kStates[static_cast<std::size_t>(status.state)]},
                 {"name", status.context},
                 {"description", status.description}};
    if (!status.url.empty()) body["target_url"] = status.url;
    return done(api_.send("POST", project() + "/statuses/" + url_encoded(target_.head), body));
  }

 private:
  [[nodiscard]] std::string project() const {
    return "/projects/" + url_encoded(target_.repository);
  }
  [[nodiscard]] std::string request() const {
    return project() + "/merge_requests/" + url_encoded(target_.number);
  }
  [[nodiscard]] bool is_ours(const Json& item) const {
    return id_of(member_of(item, "author"), "id") == user_ &&
           find_marker(text_of(item, "body")).has_value();
  }
  static Answer<void> done(const Answer<Json>& answer) {
    if (!answer) return tl::unexpected(answer.error());
    return {};
  }

  Target target_;
  Api api_;
  std::string base_, start_, version_, user_;
};

}  // namespace

std::unique_ptr<Poster> make_gitlab(const Target& target, HttpClient& client) {
  return std::make_unique<GitLab>(target, client);
}

}  // namespace stopgate::forge
