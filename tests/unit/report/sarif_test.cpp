#include "report/sarif.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "sample.h"

using namespace stopgate;
using namespace stopgate::report;
using nlohmann::json;

TEST_CASE("findings as SARIF results") {
  source::SourceMap sources;
  const auto review = test::sample(sources);
  const auto text = sarif_report(review, sources, {.version = "1.2.3"});
  const auto report = json::parse(text);
  CHECK(report["version"] == "2.1.0");
  const auto& run = report["runs"][0];
  CHECK(run["columnKind"] == "unicodeCodePoints");
  const auto& rules = run["tool"]["driver"]["rules"];
  REQUIRE(rules.size() == 2);
  REQUIRE(run["results"].size() == 2);
  for (const auto& result : run["results"])
    CHECK(rules[result["ruleIndex"].get<std::size_t>()]["id"] == result["ruleId"]);
  CHECK(rules[0]["help"]["text"] ==
        "What breaks: Users see 502 during every rollout.\n\nWhat to do: add a readinessProbe:\n  "
        "readinessProbe: {}\n");

  CHECK(run["results"][0] == json::parse(R"json({
    "ruleId": "tf.secret.literal", "ruleIndex": 1, "level": "error", "baselineState": "new",
    "message": {"text": "password is a literal (and 1 more instance)"},
    "locations": [{
      "physicalLocation": {
        "artifactLocation": {"uri": "main.tf", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 2, "startColumn": 14, "endLine": 2, "endColumn": 23}},
      "logicalLocations": [{"fullyQualifiedName": "aws_db_instance.main[0]"}]}],
    "partialFingerprints": {"stopgate/v1": ")json" +
                                         review.findings[0].fingerprint + R"json(",
                            "primaryLocationLineHash": ")json" +
                                         review.findings[0].fingerprint + R"json(:1"}})json"));
  const auto& second = run["results"][1];
  CHECK(second["level"] == "warning");
  CHECK(second["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] ==
        "deploy/web%20app.yaml");
  CHECK(second["locations"][0]["physicalLocation"]["region"]["endColumn"] == 12);
  CHECK(second["relatedLocations"][0]["message"]["text"] == "declared here");
  const auto& invocation = run["invocations"][0];
  CHECK(invocation["executionSuccessful"] == true);
  CHECK(invocation["toolExecutionNotifications"][0]["message"]["text"] ==
        "'b' is set twice; remove one");
  CHECK(text.find("hunter2") == std::string::npos);
}

TEST_CASE("SARIF paths are relative and encoded, or file URIs") {
  struct Row {
    std::string path, uri;
  };
  const std::vector<Row> rows = {{"./a/b.tf", "a/b.tf"},
                                 {"a b%#?.tf", "a%20b%25%23%3F.tf"},
                                 {"c:x.tf", "c%3Ax.tf"},
                                 {"/tmp/é.tf", "file:///tmp/%C3%A9.tf"}};
  for (const auto& row : rows) {
    const source::SourceMap sources;
    const auto report = json::parse(sarif_report(
        review::assemble({.findings = {{.policy = "p", .message = "m", .path = row.path}}},
                         sources),
        sources, {}));
    const auto& location = report["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    CHECK(location["artifactLocation"]["uri"] == row.uri);
    CHECK(location["region"]["startLine"] == 1);
  }
}

TEST_CASE("SARIF keeps the worst results and counts the rest; fixed findings are not results") {
  const source::SourceMap sources;
  review::Parts parts;
  for (std::size_t i = 0; i < kSarifResults + 5; ++i)
    parts.findings.push_back({.policy = "p",
                              .severity = finding::Severity::Low,
                              .message = std::to_string(i),
                              .path = "a"});
  parts.findings.push_back(
      {.policy = "worst", .severity = finding::Severity::Critical, .message = "m", .path = "z"});
  parts.findings.push_back(
      {.policy = "gone", .message = "m", .path = "z", .status = finding::Status::Fixed});
  const auto report = json::parse(sarif_report(review::assemble(parts, sources), sources, {}));
  const auto& run = report["runs"][0];
  CHECK(run["results"].size() == kSarifResults);
  CHECK(run["results"][0]["ruleId"] == "worst");
  CHECK(run["tool"]["driver"]["rules"].size() == 2);
  CHECK(run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"] ==
        "6 findings of the least severity are left out: the limit is 5000");
}

TEST_CASE("an incomplete review is an unsuccessful execution") {
  const source::SourceMap sources;
  const auto report = json::parse(
      sarif_report(review::assemble({.coverage = {.unreadable = {"b.tf"}}}, sources), sources, {}));
  const auto& invocation = report["runs"][0]["invocations"][0];
  CHECK(invocation["executionSuccessful"] == false);
  CHECK(invocation["toolExecutionNotifications"][0]["level"] == "error");
}
