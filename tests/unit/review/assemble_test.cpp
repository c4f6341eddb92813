#include "review/assemble.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

#include "base/text.h"

using namespace stopgate;
using namespace stopgate::review;
using finding::Finding;
using finding::Severity;

namespace {

Finding finding_of(std::string policy, Severity severity, std::string address,
                   source::Place place = {}) {
  Finding finding{
      .policy = std::move(policy), .severity = severity, .message = "m", .place = place};
  finding.subject.address = std::move(address);
  return finding;
}

std::vector<std::string> policies_of(const Review& review) {
  std::vector<std::string> out;
  for (const auto& finding : review.findings) out.push_back(finding.policy);
  return out;
}

}  // namespace

TEST_CASE("instances of one block with one fault are one finding") {
  source::SourceMap sources;
  const source::Place place{.file = sources.add("main.tf", "x"), .span = {.begin = 0, .end = 1}};
  std::vector<Finding> findings;
  for (const auto* address : {"a.b[2]", "a.b[0]", "a.b[1]", "a.b[1]"}) {
    auto finding = finding_of("p", Severity::High, address, place);
    finding.message = std::string(address) + " is open; close " + address;
    findings.push_back(std::move(finding));
  }
  findings.push_back(finding_of("p", Severity::High, "a.c", place));

  merge_instances(findings, sources);

  REQUIRE(findings.size() == 2);
  CHECK(findings[0].subject.address == "a.b[0]");
  CHECK(findings[0].message == "a.b[0] is open; close a.b[0]");
  CHECK(findings[0].instances == std::vector<std::string>{"a.b[1]", "a.b[2]"});
  CHECK(findings[1].subject.address == "a.c");
  CHECK(findings[1].instances.empty());
}

TEST_CASE("equal findings of one file get different fingerprints, in the order of their places") {
  source::SourceMap sources;
  const auto file = sources.add("a.yaml", "one\ntwo\n");
  std::vector<Finding> findings = {
      finding_of("p", Severity::Low, "", {.file = file, .span = {.begin = 4, .end = 7}}),
      finding_of("p", Severity::Low, "", {.file = file, .span = {.begin = 0, .end = 3}})};
  merge_instances(findings, sources);
  REQUIRE(findings.size() == 2);
  CHECK(findings[0].place.span.begin == 0);
  CHECK(findings[0].fingerprint == finding::fingerprint(findings[0], "a.yaml", 0));
  CHECK(findings[1].fingerprint == finding::fingerprint(findings[1], "a.yaml", 1));
}

TEST_CASE(
    "findings are ranked by status, severity, data loss, place and policy, whatever their order") {
  source::SourceMap sources;
  const auto second = sources.add("b.tf", "x\ny\n");
  const auto first = sources.add("a.tf", "x\ny\n");
  Parts parts;
  parts.changes = {{.address = "db.main", .action = "delete", .loss = "D0"},
                   {.address = "lb.web", .action = "delete", .loss = "D2"}};
  parts.findings = {
      finding_of("7.info", Severity::Info, "x.y", {.file = first, .span = {.begin = 0, .end = 1}}),
      finding_of("3.high", Severity::High, "x.y", {.file = first, .span = {.begin = 0, .end = 1}}),
      finding_of("4.high", Severity::High, "x.y", {.file = first, .span = {.begin = 2, .end = 3}}),
      finding_of("5.high", Severity::High, "x.y", {.file = second, .span = {.begin = 0, .end = 1}}),
      finding_of("1.high", Severity::High, "db.main",
                 {.file = second, .span = {.begin = 2, .end = 3}}),
      finding_of("2.high", Severity::High, "lb.web"),
      finding_of("0.critical", Severity::Critical, "x.y",
                 {.file = second, .span = {.begin = 2, .end = 3}}),
      finding_of("6.high", Severity::High, "x.y", {.file = second, .span = {.begin = 0, .end = 1}}),
      finding_of("8.old", Severity::Critical, "x.z"),
  };
  parts.findings.back().status = finding::Status::Old;

  const auto expected = assemble(parts, sources);
  CHECK(join(policies_of(expected), " ") ==
        "0.critical 1.high 2.high 3.high 4.high 5.high 6.high 7.info 8.old");
  std::mt19937 random(7);
  for (int i = 0; i < 20; ++i) {
    std::ranges::shuffle(parts.findings, random);
    std::ranges::shuffle(parts.changes, random);
    const auto review = assemble(parts, sources);
    CHECK(review.findings == expected.findings);
    CHECK(review.changes.front().address == "db.main");
  }
}

TEST_CASE("the headline, the verdict and the exit status") {
  struct Row {
    std::string name;
    Parts parts;
    Verdict verdict;
    int status;
    std::string headline;
  };
  const ChangeLine database{.address = "aws_db_instance.main",
                            .action = "delete",
                            .loss = "D0",
                            .loss_note = "database, no final snapshot"};
  const ChangeLine bucket{.address = "aws_s3_bucket.logs", .action = "replace", .loss = "D1"};
  const ChangeLine update{.address = "aws_lb.web", .action = "update"};
  const auto high = finding_of("p", Severity::High, "a.b");
  const auto low = finding_of("q", Severity::Low, "a.b");
  auto old = high;
  old.status = finding::Status::Old;
  const source::Diagnostic broken{.message = "expected '}'", .path = "main.tf"};
  const source::Diagnostic note{
      .severity = source::Severity::Note, .message = "x", .path = "main.tf"};

  const std::vector<Row> rows = {
      {"nothing", {}, Verdict::Pass, 0, "Nothing to judge: no resource or object in 0 files"},
      {"clean",
       {.coverage = {.files = 2, .resources = 12}},
       Verdict::Pass,
       0,
       "Safe to approve: no finding in 12 resources"},
      {"clean plan", {.changes = {update, update}}, Verdict::Pass, 0, "Safe to approve: 2 updated"},
      {"below the gate",
       {.findings = {low}},
       Verdict::Pass,
       0,
       "Safe to approve: 1 finding, none at or above high"},
      {"old",
       {.findings = {old}, .coverage = {.resources = 1}},
       Verdict::Pass,
       0,
       "Safe to approve: no finding in 1 resource"},
      {"a lower gate",
       {.findings = {low}, .gate = Severity::Low},
       Verdict::Fail,
       1,
       "1 finding at or above low"},
      {"fails", {.findings = {high, low}}, Verdict::Fail, 1, "1 finding at or above high"},
      {"undecided",
       {.coverage = {.resources = 3, .undecided = {{.policy = "p"}}}},
       Verdict::Pass,
       0,
       "Safe to approve: no finding in 3 resources; 1 undecided"},
      {"data loss",
       {.findings = {high}, .changes = {database}},
       Verdict::Fail,
       1,
       "STOP: destroys aws_db_instance.main (database, no final snapshot); 1 finding at or above "
       "high"},
      {"more data loss",
       {.findings = {high}, .changes = {bucket, database, update}},
       Verdict::Fail,
       1,
       "STOP: destroys aws_db_instance.main (database, no final snapshot) and 1 more that holds "
       "data; 1 finding at or above high"},
      {"accepted data loss",
       {.changes = {bucket, update}},
       Verdict::Pass,
       0,
       "Look twice: replaces aws_s3_bucket.logs; 1 replaced, 1 updated"},
      {"broken",
       {.diagnostics = {broken}},
       Verdict::Incomplete,
       3,
       "Incomplete, 1 part of the input could not be understood"},
      {"broken and failing",
       {.findings = {high}, .diagnostics = {broken}},
       Verdict::Incomplete,
       3,
       "1 finding at or above high; incomplete, 1 part of the input could not be understood"},
      {"unreadable",
       {.coverage = {.unreadable = {"b.tf", "a.tf", "a.tf"}}},
       Verdict::Incomplete,
       3,
       "Incomplete, 2 inputs could not be read whole"},
      {"a note",
       {.diagnostics = {note}, .coverage = {.resources = 1}},
       Verdict::Pass,
       0,
       "Safe to approve: no finding in 1 resource"},
  };
  const source::SourceMap sources;
  for (const auto& row : rows) {
    CAPTURE(row.name);
    const auto review = assemble(row.parts, sources);
    CHECK(review.headline == row.headline);
    CHECK(name_of(review.verdict) == name_of(row.verdict));
    CHECK(exit_status(review) == row.status);
  }
}

TEST_CASE("a headline shows no byte that a terminal obeys") {
  const source::SourceMap sources;
  const auto review = assemble({.changes = {{.address = "a.b[\"\x1b[2J\"]",
                                             .action = "delete",
                                             .loss = "D0",
                                             .loss_note = "x\ny"}}},
                               sources);
  CHECK(review.headline == "Look twice: destroys a.b[\"\\x1b[2J\"] (x\\ny); 1 destroyed");
}
