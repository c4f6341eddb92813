#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "report/fix_lines.h"
#include "report/json.h"
#include "report/markdown.h"
#include "report/sarif.h"
#include "report/text.h"
#include "sample.h"

using namespace stopgate;
using namespace stopgate::report;
using nlohmann::json;

namespace {

constexpr std::string_view kText =
    "resource \"aws_s3_bucket\" \"b\" {\n  acl=\"public-read\"\n  key = \"hunter2\"\n  a=1\n}\n";

struct Row {
  std::string old_text, new_text;
};

finding::Fix fix_of(const source::SourceMap& sources, const std::vector<Row>& rows) {
  finding::Fix out{.title = "write it better", .edits = {}};
  for (const auto& row : rows)
    out.edits.push_back({.place = test::place_of(sources, 0, row.old_text), .text = row.new_text});
  return out;
}

review::Review review_with(source::SourceMap& sources, const std::vector<Row>& rows,
                           bool has_secret = false) {
  sources.add("main.tf", std::string(kText));
  review::Parts parts;
  parts.findings = {{.policy = "tf.x",
                     .message = "wrong",
                     .place = test::place_of(sources, 0, "acl"),
                     .fix = fix_of(sources, rows)}};
  if (has_secret)
    parts.findings.push_back({.policy = "tf.secret",
                              .message = "a secret",
                              .place = test::place_of(sources, 0, "\"hunter2\""),
                              .is_secret = true});
  return review::assemble(std::move(parts), sources);
}

std::string changed_lines(const std::vector<Row>& rows) {
  source::SourceMap sources;
  const auto review = review_with(sources, rows);
  std::string out;
  for (const auto& change : line_changes(*review.findings[0].fix, sources, SecretPlaces(review))) {
    out += std::to_string(change.first_line) + ":";
    for (const auto& line : change.removed) out += " -" + line;
    for (const auto& line : change.added) out += " +" + line;
    out += "\n";
  }
  return out;
}

}  // namespace

TEST_CASE("the edits of a fix as whole lines") {
  CHECK(changed_lines({{"\"public-read\"", "\"private\""}}) ==
        "2: -  acl=\"public-read\" +  acl=\"private\"\n");
  CHECK(changed_lines({{"1", "2"}, {"\"public-read\"", "\"private\""}}) ==
        "2: -  acl=\"public-read\" +  acl=\"private\"\n4: -  a=1 +  a=2\n");
  CHECK(changed_lines({{"acl=", "acl = "}, {"\"public-read\"", "null"}}) ==
        "2: -  acl=\"public-read\" +  acl = null\n");
  CHECK(changed_lines({{"  a=1\n", ""}}) == "4: -  a=1\n");
  CHECK(changed_lines({{"  a=1\n", "  a = 1\n"}}) == "4: -  a=1 +  a = 1\n");
  CHECK(changed_lines({{"acl=\"public-read\"", "x"}, {"\"public-read\"", "y"}}).empty());
}

TEST_CASE("every format offers a fix") {
  source::SourceMap sources;
  const auto review = review_with(sources, {{"\"public-read\"", "\"private\""}});
  const auto text = text_report(review, sources, {});
  CHECK(text.find(
            "   fix: write it better\n     -  acl=\"public-read\"\n     +  acl=\"private\"\n") !=
        std::string::npos);
  CHECK(
      markdown_report(review, sources, {})
          .find(
              "**Fix:** write it better, `main.tf:2`\n\n```suggestion\n  acl=\"private\"\n```\n") !=
      std::string::npos);
  CHECK(json::parse(json_report(review, sources, {}))["findings"][0]["fix"] == json::parse(R"({
    "title": "write it better",
    "edits": [{"location": {"file": "main.tf", "line": 2, "column": 7, "end_line": 2,
                            "end_column": 20},
               "text": "\"private\""}]})"));
  CHECK(json::parse(sarif_report(review, sources, {}))["runs"][0]["results"][0]["fixes"] ==
        json::parse(R"([{
    "description": {"text": "write it better"},
    "artifactChanges": [{
      "artifactLocation": {"uri": "main.tf", "uriBaseId": "%SRCROOT%"},
      "replacements": [{
        "deletedRegion": {"startLine": 2, "startColumn": 7, "endLine": 2, "endColumn": 20},
        "insertedContent": {"text": "\"private\""}}]}]}])"));
}

TEST_CASE("a fix that touches a secret's line is not offered") {
  source::SourceMap sources;
  const auto review = review_with(sources, {{"key = \"hunter2\"", "key   = \"hunter2\""}}, true);
  for (const auto& report : {text_report(review, sources, {}), markdown_report(review, sources, {}),
                             json_report(review, sources, {}), sarif_report(review, sources, {})}) {
    CHECK(report.find("hunter2") == std::string::npos);
    CHECK(report.find("write it better") == std::string::npos);
  }
}

TEST_CASE("Markdown suggests nothing that it cannot show as it stands") {
  source::SourceMap sources;
  const auto review = review_with(sources, {{"\"public-read\"", "\x1b[31m"}});
  CHECK(markdown_report(review, sources, {}).find("suggestion") == std::string::npos);
}
