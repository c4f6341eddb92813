#include "finding/suppression.h"

#include <catch2/catch.hpp>

#include "base/text.h"

using namespace stopgate;
using namespace stopgate::finding;

namespace {

// "tool reach policies |reason|owner|until|condition", empty members left out, one line each.
std::string shown(const std::vector<Suppression>& suppressions) {
  constexpr std::string_view kReaches[] = {"statement", "line", "enclosing", "file"};
  std::string out;
  for (const auto& s : suppressions) {
    if (!out.empty()) out += "; ";
    out += s.tool + " " + std::string(kReaches[static_cast<int>(s.reach)]) + " " +
           join(s.policies, "+");
    if (!s.until.empty()) out += " until " + s.until;
    if (!s.owner.empty()) out += " owner " + s.owner;
    if (!s.condition.empty()) out += " when " + s.condition;
    if (!s.reason.empty()) out += " because " + s.reason;
  }
  return out;
}

}  // namespace

TEST_CASE("suppression comments") {
  struct Row {
    std::string_view comment, expected;
  };
  const auto row = GENERATE(values<Row>({
      {" stopgate:ignore k8s.probe.missing", "stopgate statement k8s.probe.missing"},
      {"stopgate:ignore a.b,c.d until=2026-12-31 reason=\"agreed, INFRA-12\" owner=@net",
       "stopgate statement a.b+c.d until 2026-12-31 owner @net because agreed, INFRA-12"},
      {"stopgate:ignore a, b , c because it is old",
       "stopgate statement a+b+c because because it is old"},
      {"stopgate:ignore-file tf.**", "stopgate file tf.**"},
      {"stopgate:ignore all", "stopgate statement *"},
      {"stopgate:ignore", "stopgate statement "},
      {"stopgate:ignore a reason=\"not closed", "stopgate statement a because not closed"},
      {"stopgate:ignored a", ""},
      {"write `stopgate:ignore a` to silence it", ""},
      {"checkov:skip=CKV_AWS_20:The bucket is public",
       "checkov enclosing CKV_AWS_20 because The bucket is public"},
      {"bridgecrew:skip=CKV_AWS_20,CKV_AWS_57", "checkov enclosing CKV_AWS_20+CKV_AWS_57"},
      {"trivy:ignore:AVD-AWS-0086", "trivy statement AVD-AWS-0086"},
      {"trivy:ignore:aws-s3-x[name=logs]:exp:2026-01-02:ws:prod",
       "trivy statement aws-s3-x until 2026-01-02 when [name=logs] ws:prod"},
      {"trivy:ignore:A trivy:ignore:B:exp:2026-01-02",
       "trivy statement A; trivy statement B until 2026-01-02"},
      {"trivy:ignore:A trivy:ignore:B", "trivy statement A+B"},
      {"trivy:ignore:*", "trivy statement *"},
      {"tfsec:ignore:aws-vpc-no-public #checkov:skip=CKV_1:why",
       "tfsec statement aws-vpc-no-public; checkov enclosing CKV_1 because why"},
      {"tflint-ignore: aws_instance_invalid_type, naming # legacy",
       "tflint line aws_instance_invalid_type+naming because legacy"},
      {"tflint-ignore-file: all", "tflint file *"},
      {"kics-scan ignore", "kics file *"},
      {"kics-scan ignore-line", "kics line *"},
      {"kics-scan ignore-block", "kics statement *"},
      {"kics-scan disable=a1,b2", "kics file a1+b2"},
      {"kics-scan enable=a1", ""},
      {"ts:skip=AC_AWS_0214 legacy bucket",
       "terrascan enclosing AC_AWS_0214 because legacy bucket"},
      {"zizmor: ignore[template-injection,unpinned-uses] ours",
       "zizmor statement template-injection+unpinned-uses because ours"},
      {"zizmor: ignore", ""},
      {"nosemgrep", ""},
      {"a plain remark about what we ignore", ""},
      {" line one\n * stopgate:ignore a", "stopgate statement a"},
      {"", ""},
  }));
  CAPTURE(row.comment);
  CHECK(shown(parse_comments(row.comment)) == row.expected);
}

TEST_CASE("suppression annotations") {
  struct Row {
    std::string_view key, value, expected;
  };
  const auto row = GENERATE(values<Row>({
      {"stopgate.dev/ignore", "a.b until=2026-12-31 reason=agreed",
       "stopgate statement a.b until 2026-12-31 because agreed"},
      {"ignore-check.kube-linter.io/run-as-non-root", "legacy",
       "kube-linter statement run-as-non-root because legacy"},
      {"kube-linter.io/ignore-all", "vendored", "kube-linter statement * because vendored"},
      {"kube-score/ignore", "pod-probes, container-image-tag",
       "kube-score statement pod-probes+container-image-tag"},
      {"polaris.fairwinds.com/exempt", "true", "polaris statement *"},
      {"polaris.fairwinds.com/hostNetworkSet-exempt", "true", "polaris statement hostNetworkSet"},
      {"polaris.fairwinds.com/exempt", "truthy", ""},
      {"checkov.io/skip1", "CKV_K8S_20=needs it", "checkov statement CKV_K8S_20 because needs it"},
      {"monokle.io/suppress.pss.run-as-non-root", "legacy",
       "monokle statement run-as-non-root because legacy"},
      {"monokle.io/suppress.KBP107", "false", ""},
      {"app.kubernetes.io/name", "web", ""},
  }));
  CAPTURE(row.key);
  const auto suppression = parse_annotation(row.key, row.value);
  CHECK((suppression ? shown({*suppression}) : "") == row.expected);
}

TEST_CASE("a policy may be named with a condition") {
  const auto all = parse_comments(R"(stopgate:ignore a.b[bucket=logs-*],c.d until=2027-01-01 why)");
  REQUIRE(all.size() == 2);
  CHECK(all[0].policies == std::vector<std::string>{"a.b"});
  CHECK(all[0].condition == "[bucket=logs-*]");
  CHECK(all[0].until == "2027-01-01");
  CHECK(all[1].policies == std::vector<std::string>{"c.d"});
  CHECK(all[1].condition.empty());
  CHECK(all[1].reason == "why");
}
