#include "finding/suppress.h"

#include <catch2/catch.hpp>

using namespace stopgate;
using namespace stopgate::finding;

namespace {

constexpr std::string_view kText = R"(# stopgate:ignore-file tf.x

# header

# stopgate:ignore a
# another remark
resource "t" "n" { # trivy:ignore:b
  # checkov:skip=c:why
  x = 1 # stopgate:ignore d
  # tflint-ignore: e
  tags = {
    # stopgate:ignore f
  }
}
# stopgate:ignore g)";

std::string_view scope_text(std::string_view marker, Reach reach) {
  static const source::SourceFile file("main.tf", std::string(kText));
  const auto block = static_cast<std::uint32_t>(kText.find("resource"));
  const auto tags = static_cast<std::uint32_t>(kText.find("tags"));
  const std::vector<source::Span> blocks = {
      {.begin = block, .end = static_cast<std::uint32_t>(kText.find("\n}\n") + 2)},
      {.begin = tags, .end = static_cast<std::uint32_t>(kText.find("  }\n") + 3)},
  };
  const auto begin = static_cast<std::uint32_t>(kText.find(marker));
  const auto end = static_cast<std::uint32_t>(std::min(kText.find('\n', begin), kText.size()));
  const source::Place comment{.file = 0, .span = {.begin = begin, .end = end}};
  return file.text(scope_of(reach, comment, file, blocks).span);
}

Finding finding_at(std::string policy, std::uint32_t begin, source::FileId file = 0) {
  return {.policy = std::move(policy),
          .place = {.file = file, .span = {.begin = begin, .end = begin + 1}}};
}

Suppression over(std::string policy, std::uint32_t begin, std::uint32_t end) {
  Suppression suppression{.policies = {std::move(policy)}, .tool = "stopgate"};
  suppression.scope = {.file = 0, .span = {.begin = begin, .end = end}};
  return suppression;
}

}  // namespace

TEST_CASE("a comment speaks for its file, its line, or what begins below it") {
  const auto block =
      kText.substr(kText.find("resource"), kText.find("\n}\n") + 2 - kText.find("resource"));
  CHECK(scope_text("# stopgate:ignore-file", Reach::File) == kText);
  CHECK(scope_text("# stopgate:ignore a", Reach::Statement) == block);
  CHECK(scope_text("# trivy", Reach::Statement) == block);
  CHECK(scope_text("# checkov", Reach::Enclosing) == block);
  CHECK(scope_text("# stopgate:ignore d", Reach::Statement) == "  x = 1 # stopgate:ignore d");
  CHECK(scope_text("# tflint", Reach::Line) == "  tags = {");
  CHECK(scope_text("# tflint", Reach::Statement) == "  tags = {\n    # stopgate:ignore f\n  }");
  CHECK(scope_text("# header", Reach::Statement).empty());             // a blank line follows
  CHECK(scope_text("# stopgate:ignore g", Reach::Statement).empty());  // the file ends
}

TEST_CASE("policies are named by id, glob and peers' ids") {
  const Aliases aliases = {{"tf.s3.public", {"CKV_AWS_20", "AVD-AWS-0092"}}};
  const auto names = [&](std::string pattern, std::string tool) {
    return names_policy({.policies = {std::move(pattern)}, .tool = std::move(tool)}, "tf.s3.public",
                        aliases);
  };
  CHECK(names("tf.s3.public", "stopgate"));
  CHECK(names("tf.**", "stopgate"));
  CHECK(names("*", "kics"));
  CHECK(names("ckv_aws_20", "checkov"));
  CHECK(names("AWS-0092", "trivy"));
  CHECK_FALSE(names("tf.*", "stopgate"));
  CHECK_FALSE(names("CKV_AWS_2", "checkov"));
  CHECK_FALSE(names("tf.**", "checkov"));
}

TEST_CASE("findings inside a scope in force are silenced, the rest stay") {
  const std::vector<Finding> findings = {finding_at("a", 5), finding_at("a", 10),
                                         finding_at("b", 5), finding_at("a", 5, 1),
                                         Finding{.policy = "a"}};
  std::vector<Suppression> suppressions = {over("a", 0, 10), over("b", 6, 20), over("a", 0, 100),
                                           over("b", 0, 9),  over("a", 4, 6),  over("b", 0, 9)};
  suppressions[2].until = "2026-03-31";
  suppressions[3].until = "next week";
  suppressions[5].condition = "ws:prod";

  const auto decision = suppress(findings, suppressions, {}, {.today = "2026-04-01"});
  CHECK(decision.silenced == std::vector<std::size_t>{0});
  using enum SuppressionState;
  CHECK(decision.uses ==
        std::vector<SuppressionUse>{
            {Used, 1}, {Unused, 0}, {Expired, 2}, {Expired, 1}, {Used, 1}, {Conditional, 0}});

  const auto on_the_day = suppress(findings, suppressions, {}, {.today = "2026-03-31"});
  CHECK(on_the_day.silenced == std::vector<std::size_t>{0, 1});
}

TEST_CASE("a scope of no bytes and a suppression of no policy silence nothing") {
  const std::vector<Finding> findings = {finding_at("a", 5)};
  auto nameless = over("a", 0, 10);
  nameless.policies.clear();
  const std::vector<Suppression> suppressions = {over("a", 5, 5), nameless};
  const auto decision = suppress(findings, suppressions, {}, {.today = "2026-01-01"});
  CHECK(decision.silenced.empty());
  CHECK(decision.uses == std::vector<SuppressionUse>(2));
}

TEST_CASE("conditions choose among the findings of a scope") {
  std::vector<Finding> findings = {finding_at("a", 5), finding_at("a", 6), finding_at("a", 7)};
  findings[0].attribute = "yes";
  findings[1].attribute = "no";
  auto conditional = over("a", 0, 10);
  conditional.condition = "[x=y]";
  const SuppressOptions options = {
      .today = "2026-01-01",
      .unsuppressible = {},
      .holds = [](const Finding& finding, std::string_view) -> std::optional<bool> {
        if (finding.attribute.empty()) return std::nullopt;
        return finding.attribute == "yes";
      }};
  const auto decision = suppress(findings, std::vector{conditional}, {}, options);
  CHECK(decision.silenced == std::vector<std::size_t>{0});
  CHECK(decision.uses == std::vector<SuppressionUse>{{SuppressionState::Used, 1}});
}

TEST_CASE("nobody silences a policy that may not be suppressed") {
  const std::vector<Finding> findings = {finding_at("a", 5), finding_at("b", 5)};
  const std::vector<Suppression> suppressions = {over("a", 0, 10), over("*", 0, 10)};
  const auto decision =
      suppress(findings, suppressions, {}, {.today = "2026-01-01", .unsuppressible = {"a"}});
  CHECK(decision.silenced == std::vector<std::size_t>{1});
  CHECK(decision.uses[0].state == SuppressionState::Refused);
  CHECK(decision.uses[1].state == SuppressionState::Used);
}

TEST_CASE("a comment at a module call speaks for what the module makes") {
  auto finding = finding_at("a", 500, 7);
  finding.subject.address = "module.m.t.n";
  finding.related = {{.place = {.file = 0, .span = {.begin = 5, .end = 9}}, .message = "called"}};
  const std::vector<Suppression> suppressions = {over("a", 0, 10)};
  CHECK(suppress(std::vector{finding}, suppressions, {}, {.today = "2026-01-01"}).silenced ==
        std::vector<std::size_t>{0});
  finding.subject = {.kind = "Pod"};  // what is related to an object is not where it comes from
  CHECK(suppress(std::vector{finding}, suppressions, {}, {.today = "2026-01-01"}).silenced.empty());
}
