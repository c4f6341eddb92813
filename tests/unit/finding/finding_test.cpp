#include "finding/finding.h"

#include <catch2/catch.hpp>
#include <set>

using namespace stopgate::finding;

TEST_CASE("severities are named and read back") {
  for (const auto* name : {"info", "low", "medium", "high", "critical"}) {
    const auto severity = parse_severity(name);
    REQUIRE(severity);
    CHECK(name_of(*severity) == name);
  }
  CHECK_FALSE(parse_severity("High"));
  CHECK_FALSE(parse_severity(""));
  CHECK(Severity::High > Severity::Medium);
}

TEST_CASE("a subject is an address, or kind, namespace and name") {
  CHECK(to_string(Subject{.address = "aws_s3_bucket.b"}) == "aws_s3_bucket.b");
  CHECK(to_string(Subject{.kind = "Deployment", .name_space = "shop", .name = "web"}) ==
        "Deployment/shop/web");
  CHECK(to_string(Subject{.kind = "Namespace", .name = "shop"}) == "Namespace/shop");
  CHECK(to_string(Subject{}).empty());
}

TEST_CASE("instance keys are not part of an address without them") {
  CHECK(without_instance_keys("module.a[\"x.y\"].aws_s3_bucket.b[0]") ==
        "module.a.aws_s3_bucket.b");
  CHECK(without_instance_keys(R"(a.b["]\"]"].c)") == "a.b.c");
  CHECK(without_instance_keys("a.b[\"open") == "a.b");
  CHECK(without_instance_keys("a.b[\"\\") == "a.b");
}

TEST_CASE("a fingerprint outlives moved lines and other instances, and nothing else") {
  const Finding finding{
      .policy = "p", .message = "m", .subject = {.address = "a.b[0]"}, .attribute = "x"};
  const auto print = fingerprint(finding, "main.tf", 0);
  CHECK(print.size() == 20);
  CHECK(print.find_first_not_of("0123456789abcdef") == std::string::npos);

  auto same = finding;
  same.place = {.file = 7, .span = {.begin = 100, .end = 120}};
  same.subject.address = "a.b[1]";
  same.severity = Severity::Low;
  CHECK(fingerprint(same, "main.tf", 0) == print);

  std::set<std::string> prints = {print, fingerprint(finding, "other.tf", 0),
                                  fingerprint(finding, "main.tf", 1)};
  for (auto field : {&Finding::policy, &Finding::message, &Finding::attribute}) {
    auto other = finding;
    other.*field += "1";
    prints.insert(fingerprint(other, "main.tf", 0));
  }
  auto shifted = finding;  // the same bytes, parted otherwise
  shifted.policy = "";
  shifted.message = "mp";
  prints.insert(fingerprint(shifted, "main.tf", 0));
  CHECK(prints.size() == 7);
}
