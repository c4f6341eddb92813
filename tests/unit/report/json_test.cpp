#include "report/json.h"

#include <catch2/catch.hpp>
#include <fstream>

#include "base/text.h"
#include "sample.h"
#include "schema_check.h"

using namespace stopgate;
using namespace stopgate::report;
using nlohmann::json;

namespace {

json schema() {
  std::ifstream file(STOPGATE_SOURCE_DIR "/docs/schema/findings.schema.json");
  return json::parse(file);
}

}  // namespace

TEST_CASE("the JSON report of nothing, whole") {
  const source::SourceMap sources;
  CHECK(json_report(review::assemble({}, sources), sources, {.version = "1.2.3"}) == R"({
  "version": 1,
  "tool": {
    "name": "stopgate",
    "version": "1.2.3"
  },
  "verdict": "pass",
  "headline": "Nothing to judge: no resource or object in 0 files",
  "gate": "high",
  "all": false,
  "allowances": [],
  "shard": null,
  "comparison": null,
  "override": null,
  "coverage": {
    "files": 0,
    "parsed": 0,
    "unreadable": [],
    "skipped": [],
    "resources": 0,
    "suppressed": 0,
    "accepted": 0,
    "policies": [],
    "undecided": []
  },
  "findings": [],
  "plans": [],
  "changes": [],
  "suppressions": [],
  "drift": [],
  "outputs": [],
  "diagnostics": []
}
)");
}

TEST_CASE("the JSON report says what the review says") {
  source::SourceMap sources;
  const auto text = json_report(test::sample(sources), sources, {});
  const auto report = json::parse(text);
  CHECK(report["findings"][0] ==
        json::parse(R"({
    "policy": "tf.secret.literal", "severity": "high", "message": "password is a literal", "incident": "", "remediation": "",
    "fingerprint": ")" +
                    report["findings"][0]["fingerprint"].get<std::string>() +
                    R"(", "status": "new", "indirect": false, "level": "overridable",
    "location": {"file": "main.tf", "line": 2, "column": 14, "end_line": 2, "end_column": 23},
    "resource": {"address": "aws_db_instance.main[0]"}, "attribute": "", "secret": true,
    "instances": ["aws_db_instance.main[1]"], "related": [], "fix": null})"));
  CHECK(report["findings"][1]["resource"] ==
        json::parse(R"({"kind": "Deployment", "namespace": "shop", "name": "web"})"));
  CHECK(report["findings"][1]["related"][0]["location"]["line"] == 1);
  CHECK(report["changes"][0]["loss"] == "D0");
  CHECK(report["changes"][1]["location"].is_null());
  CHECK(report["diagnostics"][0]["severity"] == "warning");
  CHECK(report["verdict"] == "fail");
  CHECK(text.find("hunter2") == std::string::npos);
  CHECK(text == json_report(test::sample(sources), sources, {}));
}

TEST_CASE("the JSON report fits its schema") {
  source::SourceMap sources;
  const test::SchemaCheck check(schema());
  auto report = json::parse(json_report(test::sample(sources), sources, {}));
  CHECK(join(check.mistakes(report), "\n") == "");

  // The check itself is worth something.
  report["findings"][0]["severity"] = "severe";
  report["findings"][0].erase("message");
  report["coverage"]["more"] = 1;
  report["changes"][0]["location"]["line"] = 0;
  CHECK(check.mistakes(report).size() == 4);
}

TEST_CASE("a finding without a place names its file, or nothing") {
  const source::SourceMap sources;
  const auto report = json::parse(json_report(
      review::assemble({.findings = {{.policy = "p", .message = "m", .path = "plan.json"},
                                     {.policy = "q", .message = "m"}}},
                       sources),
      sources, {}));
  CHECK(report["findings"][0]["location"].is_null());
  CHECK(report["findings"][0]["resource"].is_null());
  CHECK(report["findings"][1]["location"] == json::parse(R"({"file": "plan.json"})"));
  CHECK(test::SchemaCheck(schema()).mistakes(report).empty());
}
