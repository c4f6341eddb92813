#include "report/text.h"

#include <catch2/catch.hpp>

#include "sample.h"

using namespace stopgate;
using namespace stopgate::report;

TEST_CASE("the text report, whole") {
  source::SourceMap sources;
  const auto review = test::sample(sources);
  CHECK("\n" + text_report(review, sources, {.width = 72, .explain_undecided = true}) == R"(
main.tf:2:14: high: password is a literal [tf.secret.literal]
    2 |   password = ••••
      |              ^^^^
   in: aws_db_instance.main[0], aws_db_instance.main[1]

deploy/web app.yaml:3:10: medium: container '漢字' has no readinessProbe [k8s.probe.missing]
    3 |     - name: 漢字 # wide
      |             ^^^^
   in: Deployment/shop/web
   see: deploy/web app.yaml:1:1: declared here
   what breaks: Users see 502 during every rollout.
   help: add a readinessProbe:
           readinessProbe: {}

plan:
  - destroy  aws_db_instance.main[0]
      DATA LOSS (D0): database, no final snapshot; its block is gone
      (main.tf:1:1)
  ~ update   aws_lb.web

main.tf:4:3: warning: 'b' is set twice
    4 |   b = 2
      |   ^^^^^
   help: remove one

undecided: data.x.y is known only after apply [tf.kms]
   in: aws_s3_bucket.b

1 high, 1 medium · 1 undecided · 1 suppressed
read 2 of 3 files, 2 resources, 1 policy · 1 not ours
FAIL  STOP: destroys aws_db_instance.main[0] (database, no final
      snapshot); 1 finding at or above high
)");
}

TEST_CASE("the text report of nothing") {
  const source::SourceMap sources;
  CHECK("\n" + text_report(review::assemble({}, sources), sources, {}) == R"(
no findings
read 0 of 0 files, 0 resources, 0 policies
PASS  Nothing to judge: no resource or object in 0 files
)");
}

TEST_CASE("older findings are counted, unreadable inputs named") {
  source::SourceMap sources;
  review::Parts parts;
  parts.findings = {
      {.policy = "p", .message = "old", .path = "a.tf", .status = finding::Status::Old},
      {.policy = "p", .message = "fixed", .path = "a.tf", .status = finding::Status::Fixed}};
  parts.coverage.unreadable = {"b.tf"};
  CHECK("\n" + text_report(review::assemble(parts, sources), sources, {}) == R"(
fixed by this change:
  a.tf: fixed [p]

no findings · 1 fixed · 1 older, not shown
read 0 of 0 files, 0 resources, 0 policies
not read whole: b.tf
INCOMPLETE  Incomplete, 1 input could not be read whole
)");
}

TEST_CASE("colours are all that --color adds") {
  source::SourceMap sources;
  const auto review = test::sample(sources);
  auto colored = text_report(review, sources, {.colors = Colors::Always});
  CHECK(colored.find("\x1b[31mhigh\x1b[0m") != std::string::npos);
  for (auto at = colored.find('\x1b'); at != std::string::npos; at = colored.find('\x1b'))
    colored.erase(at, colored.find('m', at) - at + 1);
  CHECK(colored == text_report(review, sources, {}));
}

TEST_CASE("quiet changes of a large plan are counted, destroying ones all told") {
  source::SourceMap sources;
  review::Parts parts;
  for (int i = 0; i < 100; ++i) {
    parts.changes.push_back(
        {.address = "a.gone_" + std::to_string(i), .action = "delete", .loss = "D4"});
    parts.changes.push_back({.address = "a.new_" + std::to_string(i), .action = "create"});
  }
  const auto text = text_report(review::assemble(parts, sources), sources, {});
  CHECK(text.find("a.gone_99") != std::string::npos);
  CHECK(text.find("… and 80 more, which destroy nothing\n") != std::string::npos);
}
