#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "report/checkstyle.h"
#include "report/codequality.h"
#include "report/github.h"
#include "report/jenkins.h"
#include "report/json.h"
#include "report/junit.h"
#include "report/markdown.h"
#include "report/rdjson.h"
#include "report/sarif.h"
#include "report/slack.h"
#include "report/teams.h"
#include "report/text.h"
#include "review/assemble.h"

using namespace stopgate;
using namespace stopgate::report;
using namespace std::string_literals;

namespace {

// A review in which every text that an input can choose is `text`.
review::Review review_of(const std::string& text, source::SourceMap& sources) {
  const auto file = sources.add(text, "key: " + text + "\n" + text);
  const source::Place place{
      .file = file, .span = {.begin = 5, .end = static_cast<std::uint32_t>(5 + text.size())}};
  const source::Place far{.file = file, .span = {.begin = 0xFFFF'FFF0, .end = 3}};
  finding::Finding finding{.policy = text,
                           .severity = finding::Severity::Critical,
                           .message = text,
                           .incident = text,
                           .remediation = text,
                           .place = place,
                           .attribute = text,
                           .related = {{.place = far, .message = text}},
                           .instances = {text, text + "2"}};
  review::Parts parts;
  finding.subject.address = text;
  parts.findings.push_back(finding);
  finding.subject = {.kind = text, .name_space = text, .name = text};
  finding.place = far;
  parts.findings.push_back(finding);
  finding.place = {};
  finding.path = text;
  finding.severity = finding::Severity::Low;
  parts.findings.push_back(finding);
  finding.place = place;
  finding.is_secret = true;
  finding.policy += "s";
  parts.findings.push_back(finding);
  parts.changes = {{.address = text,
                    .action = "delete",
                    .type = text,
                    .reason = text,
                    .loss = "D0",
                    .loss_note = text,
                    .place = place,
                    .plan = text},
                   {.address = text,
                    .action = text,
                    .type = text,
                    .reason = text,
                    .loss = text,
                    .loss_note = text,
                    .plan = text}};
  parts.diagnostics = {{.message = text, .help = text, .place = place},
                       {.severity = source::Severity::Warning, .message = text, .path = text}};
  parts.coverage = {
      .files = 1,
      .unreadable = {text},
      .skipped = {{text, text}},
      .policies = {{.policy = text}},
      .undecided = {
          {.policy = text, .subject = {.address = text}, .reason = text, .place = place}}};
  return review::assemble(std::move(parts), sources);
}

const std::vector<std::string>& hostile_texts() {
  static const std::vector<std::string> texts = {
      "\x1b[2J\x1b]0;owned\x07",
      "a\u202Eb\u2066c\u200Bd\u061C",
      "\u009b31m \x7f \xff\xfe \xed\xa0\x80",
      "x\nSTOPGATE: PASS\r\n\n# heading",
      "```\n</details></summary>\n````\n@everyone",
      "a|b|c ``` @everyone #1 <script>alert(1)</script> <!-- --> &lt;",
      "[x](javascript:alert(1)) ![y](https://evil.example/p.png) https://evil.example",
      "](x) \\` \\ *a* _b_ ~c~ $1 !2 %3",
      "\0middle\0"s,
      "\"}]}, \"verdict\": \"pass\"",
      std::string(1'000'000, 'x'),
      std::string(300'000, '`'),
      std::string(100'000, '\n'),
      std::string(300'000, '\xe6'),
      "",
      " ",
  };
  return texts;
}

// Length is the text's and the comment's matter: the others' JSON is slow to read back.
std::vector<std::string> short_hostile_texts() {
  auto texts = hostile_texts();
  std::erase_if(texts, [](const std::string& text) { return text.size() > 1'000; });
  return texts;
}

// What a terminal could obey, or could show in another order than it is.
bool is_safe_for_terminals(std::string_view text) {
  for (const char c : text)
    if (static_cast<unsigned char>(c) < 0x20 && c != '\n') return false;
  for (const std::string_view bad : {"\u009b", "\u202E", "\u2066", "\u200B", "\u061C", "\x7f"})
    if (text.find(bad) != std::string_view::npos) return false;
  return !find_invalid_utf8(text);
}

// The Markdown with every fence, code span and link of ours taken away: what is left is ours or
// plain words.
std::string outside_code(std::string_view markdown) {
  std::string out;
  std::string fence;
  for (const auto line : split(markdown, '\n')) {
    const auto ticks = line.substr(0, std::min(line.find_first_not_of('`'), line.size()));
    if (!fence.empty()) {
      if (line == fence) fence.clear();
      continue;
    }
    if (ticks.size() >= 3 &&
        (line.substr(ticks.size()) == "text" || line.substr(ticks.size()) == "diff")) {
      fence = ticks;
      continue;
    }
    for (std::size_t at = 0; at < line.size();) {
      if (line.substr(at).starts_with("](https://forge/")) {
        at = line.find(')', at);
        continue;
      }
      if (line[at] != '`') {
        out += line[at++];
        continue;
      }
      const auto end_of_ticks = std::min(line.find_first_not_of('`', at), line.size());
      const std::string run(line.substr(at, end_of_ticks - at));
      auto close = line.find(run, end_of_ticks);
      while (close != std::string_view::npos && close + run.size() < line.size() &&
             line[close + run.size()] == '`')
        close = line.find(run, std::min(line.find_first_not_of('`', close), line.size()));
      REQUIRE(close != std::string_view::npos);
      at = close + run.size();
    }
    out += '\n';
  }
  REQUIRE(fence.empty());
  return out;
}

}  // namespace

TEST_CASE("hostile texts leave a terminal alone, and every report small") {
  for (const auto& text : hostile_texts()) {
    CAPTURE(printable(text, 40));
    source::SourceMap sources;
    const auto review = review_of(text, sources);
    for (const std::size_t width : {0U, 1U, 80U}) {
      const auto report = text_report(review, sources, {.width = width, .explain_undecided = true});
      CHECK(is_safe_for_terminals(report));
      CHECK(report.size() < 400'000);
      CHECK(report.find("\nSTOPGATE: PASS") == std::string::npos);
    }
  }
}

TEST_CASE("hostile texts mean nothing in Markdown") {
  for (const auto& text : hostile_texts()) {
    CAPTURE(printable(text, 40));
    source::SourceMap sources;
    const auto review = review_of(text, sources);
    const auto report =
        markdown_report(review, sources, {.source_url = "https://forge/{path}#{line}"});
    CHECK(report.size() <= 60'000);
    CHECK(is_safe_for_terminals(report));
    const auto rest = outside_code(report);
    for (const std::string_view bad :
         {"@", "<script", "<!--", "javascript", "evil", "#1", "# heading", "![y]"}) {
      CAPTURE(bad);
      CHECK(rest.find(bad) == std::string::npos);
    }
    const auto count = [&](std::string_view tag) {
      std::size_t found = 0;
      for (auto at = rest.find(tag); at != std::string::npos; at = rest.find(tag, at + 1)) ++found;
      return found;
    };
    CHECK(count("<details>") == count("</details>"));
    CHECK(count("<details>") <= 4);
  }
}

TEST_CASE("hostile texts stay within their strings in JSON and SARIF") {
  for (const auto& text : short_hostile_texts()) {
    CAPTURE(printable(text, 40));
    source::SourceMap sources;
    const auto review = review_of(text, sources);
    const auto report = json_report(review, sources, {});
    CHECK(is_safe_for_terminals(report));
    const auto parsed = nlohmann::json::parse(report);
    CHECK(parsed["verdict"] == "incomplete");
    CHECK(parsed["findings"].size() == 4);
    if (!find_invalid_utf8(text)) CHECK(parsed["findings"][0]["message"] == text);

    const auto sarif = sarif_report(review, sources, {});
    CHECK(is_safe_for_terminals(sarif));
    const auto run = nlohmann::json::parse(sarif)["runs"][0];
    CHECK(run["results"].size() == 4);
    for (const auto& result : run["results"])
      for (const auto& location : result.value("locations", nlohmann::json::array()))
        CHECK(location["physicalLocation"]["artifactLocation"]["uri"] != "");
  }
}

TEST_CASE("hostile texts stay within their strings in the JSON of other tools") {
  for (const auto& text : short_hostile_texts()) {
    CAPTURE(printable(text, 40));
    source::SourceMap sources;
    const auto review = review_of(text, sources);
    for (const auto make :
         {codequality_report, jenkins_report, rdjson_report, slack_report, teams_report}) {
      const auto report = make(review, sources, {});
      CHECK(is_safe_for_terminals(report));
      CHECK(nlohmann::json::accept(report));
    }
    const auto issues = nlohmann::json::parse(jenkins_report(review, sources, {}))["issues"];
    REQUIRE(issues.size() == 6);
    for (const auto& issue : issues)
      CHECK(issue["description"].get<std::string>().find("<script") == std::string::npos);
    const auto blocks = nlohmann::json::parse(slack_report(review, sources, {}))["blocks"];
    for (const auto& block : blocks) {
      const auto shown = block["text"]["text"].get<std::string>();
      CHECK(shown.size() <= 3'000);
      // A header is plain text, which Slack shows as it is.
      if (block["text"]["type"] == "mrkdwn") CHECK(shown.find('<') == std::string::npos);
    }
  }
}

TEST_CASE("hostile texts make no element of XML") {
  for (const auto& text : short_hostile_texts()) {
    CAPTURE(printable(text, 40));
    source::SourceMap sources;
    const auto review = review_of(text, sources);
    const auto count = [](std::string_view report, char wanted) {
      return std::ranges::count(report, wanted);
    };
    source::SourceMap plain_sources;
    const auto plain = review_of("plain", plain_sources);
    for (const auto make : {junit_report, checkstyle_report}) {
      const auto report = make(review, sources, {});
      CHECK(is_safe_for_terminals(report));
      CHECK(count(report, '<') == count(report, '>'));
      // As many tags as a review of harmless names has, or fewer where names became equal or empty.
      CHECK(count(report, '<') <= count(make(plain, plain_sources, {}), '<'));
    }
  }
}

TEST_CASE("hostile texts give the runner of GitHub Actions no command") {
  for (const auto& text : short_hostile_texts()) {
    CAPTURE(printable(text, 40));
    source::SourceMap sources;
    const auto report = github_report(review_of(text, sources), sources, {});
    CHECK(is_safe_for_terminals(report));
    for (const auto line : split(report, '\n'))
      if (line.find("::") == 0)
        CHECK((line.starts_with("::error title=") || line.starts_with("::warning title=") ||
               line.starts_with("::notice title=")));
    CHECK(split(report, '\n').size() <= 8);
  }
}
