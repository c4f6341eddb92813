#include "policy/profiles.h"

#include <catch2/catch.hpp>

#include "policy/catalogue.h"
#include "policy/data_table.h"
#include "policy/dated_facts.h"
#include "policy/peers.h"

namespace stopgate::policy {

TEST_CASE("the tables of profiles and dated facts are sound") {
  for (const auto text : {data::kProfiles, data::kEndOfLife, data::kPeers})
    CHECK(DataTable("table.yaml", text).diagnostics().empty());
  for (const auto& profile : profiles()) {
    INFO(profile.name);
    CHECK_FALSE(profile.title.empty());
    CHECK_FALSE(profile.includes.empty());
  }
  CHECK(is_day(dated_facts().as_of));
  for (const auto& [version, fact] : dated_facts().by_version) {
    INFO(version);
    CHECK(is_day(fact.ends));
    CHECK(fact.source.starts_with("https://"));
  }
}

TEST_CASE("a profile holds what it includes and does not exclude") {
  const Profile profile{.name = "x", .title = "x", .includes = {"a.*"}, .excludes = {"a.b"}};
  CHECK(profile.has("a.c"));
  CHECK(profile.has("a.c.d"));
  CHECK_FALSE(profile.has("a.b"));
  CHECK_FALSE(profile.has("b.c"));
}

TEST_CASE("a selection adds what its profiles hold, on by default or not") {
  Catalogue catalogue;
  for (const auto* id : {"aws.rds.public", "tf.x", "k8s.sec.privileged"})
    catalogue.add({.id = id, .is_enabled = false});
  const auto ids = [&](const Selection& selection) {
    std::vector<std::string> out;
    const auto found = catalogue.select(selection);
    if (!found) return std::vector{found.error().message};
    for (const auto* policy : *found) out.push_back(policy->id);
    return out;
  };
  using Ids = std::vector<std::string>;
  CHECK(ids({.profiles = {"pss-baseline"}}) == Ids{"k8s.sec.privileged"});
  CHECK(ids({.globs = {"tf.*"}, .profiles = {"pss-baseline"}}) ==
        Ids{"k8s.sec.privileged", "tf.x"});
  CHECK(ids({.profiles = {"strict"}}).size() == 3);
  CHECK(ids({.profiles = {"secure"}}).front().starts_with("no profile is named 'secure'; "));
}

TEST_CASE("an id of a peer is told by its form, or by a list") {
  const auto owners = [](std::string_view id) {
    std::vector<std::string> out;
    for (const auto& peer : peers())
      if (peer.has(id)) out.push_back(peer.name);
    return out;
  };
  using Names = std::vector<std::string>;
  CHECK(owners("CKV2_AWS_5") == Names{"checkov"});
  CHECK(owners("AVD-AWS-0052") == Names{"trivy"});
  CHECK(owners("no-readiness-probe") == Names{"kube-linter"});
  CHECK(owners("something") == Names{});
  CHECK(plain_peer_id("AVD-KSV-0014") == "KSV-0014");
  CHECK(plain_peer_id("KSV014") == "KSV-0014");
  CHECK(is_known_as({.id = "a", .aliases = {"AWS-0052"}}, "AVD-AWS-0052"));
}

TEST_CASE("a day") {
  CHECK(is_day("2025-12-31"));
  for (const auto* text : {"", "2025-13-01", "2025-00-10", "2025-1-1", "20251231", "2025-12-3x"})
    CHECK_FALSE(is_day(text));
}

}  // namespace stopgate::policy
