#include "report/read_json.h"

#include <catch2/catch.hpp>
#include <vector>

#include "report/json.h"
#include "report/markdown.h"
#include "report/place.h"
#include "sample.h"

using namespace stopgate;
using namespace stopgate::report;

TEST_CASE("a JSON report is read back as the review it was") {
  source::SourceMap sources;
  const auto review = test::sample(sources);
  const auto read = read_json_report(json_report(review, sources, {.version = "1.2.3"}), "r.json");
  REQUIRE(read.has_value());
  CHECK(read->version == "1.2.3");
  const auto& again = read->review;
  CHECK(again.verdict == review.verdict);
  CHECK(again.headline == review.headline);
  REQUIRE(again.findings.size() == review.findings.size());
  for (std::size_t i = 0; i < review.findings.size(); ++i) {
    const auto& was = review.findings[i];
    const auto& is = again.findings[i];
    CHECK(is.policy == was.policy);
    CHECK(is.message == was.message);
    CHECK(is.fingerprint == was.fingerprint);
    CHECK(is.subject == was.subject);
    CHECK(is.instances == was.instances);
    CHECK(location_of(is, *read->sources) == location_of(was, sources));
  }
  REQUIRE(again.changes.size() == review.changes.size());
  CHECK(again.changes[0].address == review.changes[0].address);
  CHECK(again.coverage.undecided.size() == 1);
  // Nothing of the source is there to be shown.
  const auto markdown = markdown_report(again, *read->sources, {});
  CHECK(markdown.find("hunter2") == std::string::npos);
  CHECK(markdown.find("^^^") == std::string::npos);
}

TEST_CASE("what is no report of ours is refused, with the reason") {
  struct Row {
    std::string text, reason;
  };
  const std::vector<Row> rows = {
      {"", "'r.json' is not JSON, or was cut off"},
      {"[]",
       "'r.json' is no report of stopgate: it has no findings; write one with `--format "
       "json=FILE`"},
      {R"({"findings":[],"version":9})",
       "'r.json' has version 9, and this stopgate reads 1; use the same stopgate for both"},
  };
  for (const auto& row : rows) {
    const auto read = read_json_report(row.text, "r.json");
    REQUIRE(!read.has_value());
    CHECK(read.error().message == row.reason);
  }
}

TEST_CASE("a report made by hand is shown, not obeyed") {
  const auto read =
      read_json_report(R"({"version": 1, "verdict": "pass", "gate": "high", "findings": [
    {"policy": 7, "severity": "harmless", "message": "x", "fingerprint": "--><b>",
     "location": {"file": "a", "line": 4294967295, "column": 4294967295}, "instances": [1, "b"]},
    null, "text"]})",
                       "r.json");
  REQUIRE(read.has_value());
  REQUIRE(read->review.findings.size() == 1);
  const auto& finding = read->review.findings[0];
  CHECK(finding.severity == finding::Severity::Critical);
  CHECK(finding.fingerprint.size() == 20);
  CHECK(finding.instances == std::vector<std::string>{"b"});
  CHECK(location_of(finding, *read->sources).begin.line <= 200'000);
  CHECK(read->review.verdict == review::Verdict::Fail);
}
