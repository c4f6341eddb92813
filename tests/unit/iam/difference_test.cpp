#include "iam/difference.h"

#include <catch2/catch.hpp>
#include <cstdint>

#include "iam/pattern_search.h"
#include "iam/summary.h"
#include "unit/iam/support.h"

using namespace stopgate;
using namespace stopgate::iam;
using iam::test::permissions;

namespace {

std::string difference(std::string_view before, std::string_view after) {
  const auto a = permissions(before);
  const auto b = permissions(after);
  std::string out;
  for (const auto& summary : summarize(newly_allowed(a, b))) {
    if (!out.empty()) out += "; ";
    out += to_text(summary);
    if (const auto held = held_text(a, summary); !held.empty()) out += " (was: " + held + ")";
  }
  return out;
}

std::string statement(std::string_view action, std::string_view resource,
                      std::string_view more = "", std::string_view effect = "Allow") {
  return R"({"Effect":")" + std::string(effect) + R"(","Action":)" + std::string(action) +
         R"(,"Resource":)" + std::string(resource) + std::string(more) + "}";
}

std::string policy(std::string_view statements) {
  return R"({"Version":"2012-10-17","Statement":[)" + std::string(statements) + "]}";
}

}  // namespace

TEST_CASE("gained permissions are told in few words") {
  const auto get = statement(R"("s3:Get*")", R"("*")");
  struct Row {
    std::string before, after, expected;
  };
  const std::vector<Row> rows = {
      {policy(get), policy(get), ""},
      {policy(get), policy(get + "," + statement(R"("s3:Delete*")", R"("*")")),
       "s3:Delete* on every resource (was: s3:Get* on every resource)"},
      {policy(""), policy(statement(R"("*")", R"("*")")), "every action on every resource"},
      {policy(statement(R"("s3:GetObject")", R"("arn:aws:s3:::b/*")")),
       policy(statement(R"("S3:getobject")", R"(["arn:aws:s3:::b/*","arn:aws:s3:::c/*"])")),
       "s3:GetObject on arn:aws:s3:::b/* and arn:aws:s3:::c/* (was: s3:GetObject on "
       "arn:aws:s3:::b/*)"},
      {policy(get), policy(statement(R"("new-service:DoIt")", R"("*")")),
       "new-service:DoIt on every resource"},
      {policy(statement(R"("iam:*")", R"("*")",
                        R"(,"Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}})")),
       policy(statement(R"("iam:*")", R"("*")")),
       "iam:* on every resource (was: iam:* on every resource)"},
      {policy(""), policy(R"({"Effect":"Allow","NotAction":"iam:*","Resource":"*"})"),
       "every action but iam:* on every resource"},
      {policy(""),
       policy(statement(R"("s3:GetObject")", R"("*")",
                        R"(,"Condition":{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}})")),
       "s3:GetObject on every resource, where aws:SourceIp allows it"},
  };
  for (const auto& row : rows) {
    INFO(row.before << " → " << row.after);
    CHECK(difference(row.before, row.after) == row.expected);
  }
}

TEST_CASE("a condition that became narrower gains nothing") {
  const auto with = [](std::string_view condition) {
    return policy(
        statement(R"("s3:GetObject")", R"("*")", R"(,"Condition":)" + std::string(condition)));
  };
  struct Row {
    std::string before, after;
    bool gains;
  };
  const std::vector<Row> rows = {
      {R"({"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}})",
       R"({"IpAddress":{"aws:SourceIp":["10.1.0.0/16","10.2.3.4"]}})", false},
      {R"({"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}})",
       R"({"IpAddress":{"aws:SourceIp":"10.0.0.0/7"}})", true},
      {R"({"StringEquals":{"aws:PrincipalOrgID":["o-1","o-2"]}})",
       R"({"StringEquals":{"AWS:principalorgid":"o-1"}})", false},
      {R"({"StringLike":{"s3:prefix":"a*"}})", R"({"StringLike":{"s3:prefix":"ab*"}})", false},
      {R"({"StringLike":{"s3:prefix":"ab*"}})", R"({"StringLike":{"s3:prefix":"a*"}})", true},
      {R"({"StringNotEquals":{"aws:RequestedRegion":"eu-west-1"}})",
       R"({"StringNotEquals":{"aws:RequestedRegion":["eu-west-1","eu-west-2"]}})", false},
      {R"({"BoolIfExists":{"aws:SecureTransport":"true"}})",
       R"({"Bool":{"aws:SecureTransport":"true"}})", false},
      {R"({"Bool":{"aws:SecureTransport":"true"}})",
       R"({"BoolIfExists":{"aws:SecureTransport":"true"}})", true},
      {R"({"StringEquals":{"a:b":"1"}})", R"({"StringEquals":{"a:b":"1","a:c":"2"}})", false},
      {R"({"StringEquals":{"a:b":"1","a:c":"2"}})", R"({"StringEquals":{"a:b":"1"}})", true},
  };
  for (const auto& row : rows) {
    INFO(row.before << " → " << row.after);
    CHECK(difference(with(row.before), with(row.after)).empty() != row.gains);
  }
}

TEST_CASE("policy variables equal only themselves") {
  const auto on = [](std::string_view resource) {
    return policy(statement(R"("s3:GetObject")", "\"" + std::string(resource) + "\""));
  };
  CHECK(difference(on("arn:aws:s3:::b/${aws:username}/*"), on("arn:aws:s3:::b/${aws:username}/x"))
            .empty());
  CHECK(difference(on("arn:aws:s3:::b/*"), on("arn:aws:s3:::b/${aws:username}")).empty());
  CHECK_FALSE(
      difference(on("arn:aws:s3:::b/${aws:username}"), on("arn:aws:s3:::b/${aws:userid}")).empty());
  CHECK_FALSE(difference(on("arn:aws:s3:::b/${*}"), on("arn:aws:s3:::b/a")).empty());
}

TEST_CASE("a boundary takes away, and its removal gives") {
  const auto everything = iam::test::grants(policy(statement(R"("s3:*")", R"("*")")));
  const auto boundary = iam::test::grants(policy(statement(R"("s3:Get*")", R"("*")")));
  const Permissions bounded{{everything, boundary}};
  const Permissions free{{everything}};
  CHECK(newly_allowed(free, bounded).empty());
  const auto gained = summarize(newly_allowed(bounded, free));
  REQUIRE(gained.size() == 1);
  CHECK(to_text(gained[0]) == "s3:* on every resource");
}

// Small actions, resources and conditions, against trying them all.

namespace {

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15ULL + 1) {}
  std::size_t below(std::size_t bound) {
    state_ ^= state_ << 13U;
    state_ ^= state_ >> 7U;
    state_ ^= state_ << 17U;
    return static_cast<std::size_t>(state_ % bound);
  }

 private:
  std::uint64_t state_;
};

constexpr std::array<std::string_view, 3> kActions = {"sts:AssumeRole", "sts:TagSession",
                                                      "sqs:SendMessage"};
constexpr std::array<std::string_view, 5> kPatterns = {"sts:AssumeRole", "sts:TagSession",
                                                       "sqs:SendMessage", "sts:*", "*"};

Condition condition(std::size_t number) {
  if (number == 0) return {};
  return {{"stringequals", "k" + std::to_string(number), {"v"}, "k"}};
}

std::string resource_pattern(Random& random) {
  std::string out;
  const auto length = random.below(4);
  for (std::size_t i = 0; i < length; ++i) out += "ab*?"[random.below(4)];
  return out;
}

Grants random_grants(Random& random) {
  Grants out;
  const auto count = random.below(4);
  for (std::size_t i = 0; i < count; ++i) {
    Grant grant;
    grant.allows = random.below(3) > 0;
    grant.inverts_actions = random.below(5) == 0;
    grant.actions.emplace_back(kPatterns.at(random.below(kPatterns.size())));
    grant.inverts_resources = random.below(5) == 0;
    for (std::size_t k = 0; k <= random.below(2); ++k)
      grant.resources.push_back(resource_pattern(random));
    grant.condition = condition(random.below(3));
    out.push_back(std::move(grant));
  }
  return out;
}

Permissions random_permissions(Random& random) {
  Permissions out;
  const std::size_t layers = random.below(5) == 0 ? 2 : 1;
  for (std::size_t i = 0; i < layers; ++i) out.layers.push_back(random_grants(random));
  return out;
}

// Every text of up to five letters; x stands for a letter that no pattern names.
std::vector<std::string> all_resources() {
  std::vector<std::string> out = {""};
  for (std::size_t i = 0; i < out.size(); ++i)
    if (out[i].size() < 5)
      for (const char c : {'a', 'b', 'x'}) out.push_back(out[i] + c);
  return out;
}

bool is_gained(const Permissions& before, const Permissions& after, std::string_view action,
               const std::vector<std::string>& resources) {
  for (unsigned assignment = 0; assignment < 4; ++assignment) {
    const auto holds = [&](const Grant& grant) {
      if (grant.condition.empty()) return true;
      return (assignment >> (grant.condition[0].key == "k1" ? 0U : 1U) & 1U) != 0;
    };
    for (const auto& resource : resources)
      if (is_allowed(after, action, resource, holds) &&
          !is_allowed(before, action, resource, holds))
        return true;
  }
  return false;
}

}  // namespace

TEST_CASE("the difference says what trying every resource says") {
  const auto resources = all_resources();
  std::size_t gains = 0;
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    Random random(seed);
    const auto before = random_permissions(random);
    const auto after = random_permissions(random);
    const auto gained = newly_allowed(before, after);
    for (const auto action : kActions) {
      const bool found = std::ranges::any_of(gained, [&](const Gained& one) {
        return std::ranges::find(one.actions, action, &GainedAction::name) != one.actions.end();
      });
      INFO("seed " << seed << " action " << action);
      REQUIRE(found == is_gained(before, after, action, resources));
      gains += found ? 1 : 0;
    }
    for (const auto& one : gained) {
      const auto holds = [&](const Grant& grant) {
        return implies(one.condition, grant.condition);
      };
      INFO("seed " << seed << " witness " << one.witness);
      REQUIRE(one.is_decided);
      REQUIRE(is_allowed(after, one.actions[0].name, one.witness, holds));
      REQUIRE_FALSE(is_allowed(before, one.actions[0].name, one.witness, holds));
    }
  }
  CHECK(gains > 100);
}

TEST_CASE("what takes too long to decide is taken to be allowed") {
  // The same strings in two spellings; to see that takes more states than are looked at.
  Grant before;
  Grant after;
  for (auto* grant : {&before, &after}) grant->actions = {"s3:GetObject"};
  for (int i = 0; i < 24; ++i) {
    const auto rest = std::string(static_cast<std::size_t>(i % 7), 'a') + "*b*" +
                      static_cast<char>('c' + i) + "*d?e";
    before.resources.push_back("*?" + rest);
    after.resources.push_back("?*" + rest);
  }
  const Permissions both_before{{{before}}};
  const Permissions both_after{{{after}}};
  const auto gained = newly_allowed(both_before, both_after);
  REQUIRE(gained.size() == 1);
  CHECK_FALSE(gained[0].is_decided);
}

TEST_CASE("long lists that were reordered are told to be equal") {
  Grant all;
  all.actions = {"s3:GetObject"};
  for (int i = 0; i < 200; ++i)
    all.resources.push_back("arn:aws:s3:::" + std::to_string(i * 7919) + "*b*" + std::to_string(i) +
                            "?*");
  Permissions before{{{}}};
  for (const auto& resource : all.resources) {
    auto one = all;
    one.resources = {resource};
    before.layers[0].push_back(one);
  }
  CHECK(newly_allowed(before, {{{all}}}).empty());
}
