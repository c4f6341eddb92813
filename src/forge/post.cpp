#include "forge/post.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "forge/marker.h"
#include "report/place.h"
#include "report/wording.h"
#include "review/headline.h"

namespace stopgate::forge {

namespace {

using finding::Finding;

// Tags that fold, as headings: for forges that show HTML as text.
std::string without_html(std::string text) {
  const auto replace = [&](std::string_view from, std::string_view to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
      text.replace(at, from.size(), to);
  };
  replace("<details><summary>", "#### ");
  replace("</summary>", "");
  replace("</details>\n", "");
  replace("<sub>", "");
  replace("</sub>", "");
  return text;
}

// Order by number where ids are numbers: the oldest comment is the one that stays.
bool is_older(const Comment& a, const Comment& b) {
  return a.id.size() != b.id.size() ? a.id.size() < b.id.size() : a.id < b.id;
}

class Posting {
 public:
  Posting(Poster& poster, const std::vector<Part>& parts, const PostOptions& options)
      : poster_(poster), parts_(parts), options_(options) {}

  Outcome run() {
    if (auto ready = poster_.prepare(); !ready) {
      problem("nothing was posted", ready.error());
      return std::move(out_);
    }
    if (!post_summary()) return std::move(out_);
    if (options_.inline_comments != Inline::None) post_lines();
    if (options_.with_status) post_status();
    return std::move(out_);
  }

 private:
  void problem(std::string_view what, const Refusal& refusal) {
    out_.problems.push_back(std::string(what) + ": " + refusal.message);
  }

  [[nodiscard]] bool is_empty() const {
    return std::ranges::all_of(parts_, [](const Part& part) {
      return part.review->findings.empty() && part.review->changes.empty() &&
             part.review->verdict == review::Verdict::Pass;
    });
  }

  [[nodiscard]] std::string marked(Marker marker, const std::string& body) const {
    marker.key = options_.key;
    marker.head = poster_.head();
    const auto form = poster_.takes_html() ? MarkerForm::HtmlComment : MarkerForm::LinkDefinition;
    return to_comment(marker, form) + (poster_.takes_html() ? body : "\n" + without_html(body));
  }

  [[nodiscard]] std::string body(std::size_t limit) const {
    return marked({.kind = "summary", .order = options_.order},
                  summary_body(parts_, options_, limit - std::min<std::size_t>(limit, 1'000)));
  }

  // Ours for this key, oldest first.
  Answer<std::vector<Comment>> own_summaries() {
    auto all = poster_.comments();
    if (!all) return all;
    std::erase_if(*all, [&](const Comment& comment) {
      const auto marker = find_marker(comment.body);
      return !marker || marker->kind != "summary" || marker->key != options_.key;
    });
    std::ranges::sort(*all, is_older);
    return all;
  }

  // False when a later run has spoken already, or nothing can be said.
  bool post_summary() {
    auto own = own_summaries();
    if (!own) {
      problem("the comment was not posted", own.error());
      return true;  // line comments and the status may still be allowed
    }
    if (own->empty()) {
      if (is_empty()) {
        out_.done.push_back("nothing to say, and no comment to change");
        out_.is_posted = true;
        return true;
      }
      return create();
    }
    const auto& first = own->front();
    if (const auto marker = find_marker(first.body);
        marker->order > options_.order && options_.order > 0) {
      out_.done.push_back("a later run has posted already; left as it is");
      out_.is_posted = true;
      return false;
    }
    if (is_empty() && options_.on_empty == OnEmpty::Keep) return true;
    if (is_empty() && options_.on_empty == OnEmpty::Delete) {
      if (auto gone = poster_.remove(first); !gone)
        problem("the comment was not removed", gone.error());
      else
        out_.done.push_back("comment removed");
      out_.is_posted = true;
      return true;
    }
    update(first);
    remove_others(*own);
    return true;
  }

  // Refused for its length, a comment is tried once more at half of it.
  template <typename Send>
  auto send_fitting(Send send) -> decltype(send(std::string())) {
    auto answer = send(body(poster_.body_limit()));
    if (answer || answer.error().status != 422) return answer;
    return send(body(poster_.body_limit() / 2));
  }

  bool create() {
    auto made = send_fitting([&](const std::string& text) { return poster_.create(text); });
    if (!made) {
      problem("the comment was not posted", made.error());
      return true;
    }
    out_.is_posted = true;
    out_.url = made->url;
    out_.done.push_back("comment created");
    // Another job may have made one at the same moment: the older stays, and says what we say.
    auto own = own_summaries();
    if (!own || own->size() < 2) return true;
    update(own->front());
    remove_others(*own);
    return true;
  }

  void update(const Comment& comment) {
    const auto fresh = body(poster_.body_limit());
    // An edit that changes nothing but the marker would only notify people.
    if (without_marker(fresh) == without_marker(comment.body)) {
      out_.done.push_back("comment unchanged");
    } else {
      auto done =
          send_fitting([&](const std::string& text) { return poster_.update(comment, text); });
      if (!done) {
        problem("the comment was not updated", done.error());
        return;
      }
      out_.done.push_back("comment updated");
    }
    out_.is_posted = true;
    out_.url = comment.url;
  }

  void remove_others(const std::vector<Comment>& own) {
    for (std::size_t i = 1; i < own.size(); ++i)
      if (auto gone = poster_.remove(own[i]); !gone)
        problem("a second comment was not removed", gone.error());
  }

  struct Wanted {
    const Finding* finding;
    source::Location location;
  };

  // New findings, worst first, by fingerprint.
  [[nodiscard]] std::vector<Wanted> wanted_lines() const {
    std::vector<Wanted> out;
    for (const auto& part : parts_)
      for (const auto& finding : part.review->findings) {
        if (!review::is_judged(*part.review, finding)) continue;
        auto location = report::location_of(finding, *part.sources);
        location.file = std::string(report::repository_path(location.file));
        if (location.begin.line > 0) out.push_back({&finding, std::move(location)});
      }
    std::ranges::stable_sort(out, std::ranges::greater(),
                             [](const Wanted& wanted) { return wanted.finding->severity; });
    return out;
  }

  void post_lines() {
    auto lines = poster_.changed_lines();
    if (!lines) return problem("no line comments: the diff could not be read", lines.error());
    auto own = poster_.line_comments();
    if (!own) return problem("no line comments", own.error());
    std::map<std::string, const LineComment*> there;
    for (const auto& comment : *own)
      if (const auto marker = find_marker(comment.body); marker && marker->key == options_.key)
        there.emplace(marker->fingerprint, &comment);
    std::set<std::string> kept;
    std::vector<NewLineComment> fresh;
    for (const auto& wanted : wanted_lines()) {
      const auto line = lines->line(wanted.location.file, wanted.location.begin.line);
      if (!line || (!line->is_added && options_.inline_comments == Inline::Added)) continue;
      if (kept.size() >= options_.max_inline) break;
      const auto& fingerprint = wanted.finding->fingerprint;
      if (!kept.insert(fingerprint).second || there.contains(fingerprint)) continue;
      fresh.push_back({.path = wanted.location.file,
                       .line = *line,
                       .old_path = lines->file(wanted.location.file)->old_path,
                       .body = marked({.kind = "line", .fingerprint = fingerprint},
                                      line_body(*wanted.finding))});
    }
    create_lines(fresh);
    withdraw(there, kept);
  }

  void create_lines(const std::vector<NewLineComment>& fresh) {
    if (fresh.empty()) return;
    const auto refused = poster_.create_on_lines(fresh);
    if (!refused) return problem("line comments were not posted", refused.error());
    out_.done.push_back(
        review::counted(fresh.size() - *refused, "line comment posted", "line comments posted"));
    if (*refused > 0)
      out_.problems.push_back(review::counted(*refused, "line was refused", "lines were refused") +
                              "; the findings are in the comment");
  }

  // What is fixed goes, unless somebody answered.
  void withdraw(const std::map<std::string, const LineComment*>& there,
                const std::set<std::string>& kept) {
    std::size_t gone = 0;
    for (const auto& [fingerprint, comment] : there) {
      if (kept.contains(fingerprint) || comment->has_replies) continue;
      if (auto done = poster_.withdraw(*comment); !done)
        problem("a line comment was not removed", done.error());
      else
        ++gone;
    }
    if (gone > 0)
      out_.done.push_back(review::counted(gone, "line comment", "line comments") + " removed");
  }

  void post_status() {
    // Incomplete outweighs failed, as in the exit status.
    const auto worst = std::ranges::max_element(
        parts_, {}, [](const Part& part) { return static_cast<int>(part.review->verdict); });
    if (worst == parts_.end()) return;
    CommitStatus status{
        .context = options_.key == "default" ? "stopgate" : "stopgate/" + options_.key,
        .description = report::shortened(printable(worst->review->headline), 130),
        .url = options_.run_url};
    switch (worst->review->verdict) {
      case review::Verdict::Pass:
        status.state = State::Success;
        break;
      case review::Verdict::Fail:
        status.state = State::Failure;
        break;
      case review::Verdict::Incomplete:
        status.state = State::Error;
        break;
    }
    if (auto done = poster_.set_status(status); !done)
      problem("the commit status was not set", done.error());
    else
      out_.done.push_back("commit status set");
  }

  Poster& poster_;
  const std::vector<Part>& parts_;
  const PostOptions& options_;
  Outcome out_;
};

}  // namespace

Outcome post(Poster& poster, const std::vector<Part>& parts, const PostOptions& options) {
  return Posting(poster, parts, options).run();
}

}  // namespace stopgate::forge
