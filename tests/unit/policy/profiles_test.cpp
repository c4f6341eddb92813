#include "policy/profiles.h"

#include <catch2/catch.hpp>

#include "policy/catalogue.h"
#include "policy/data_table.h"
#include "policy/dated_facts.h"

namespace stopgate::policy {

TEST_CASE("the tables of profiles and dated facts are sound") {
  for (const auto text : {data::kProfiles, data::kEndOfLife})
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
  for (const auto* id : {"aws.rds.public", "tf.x", "k8s.security.privileged"})
    catalogue.add({.id = id, .is_enabled = false});
  const auto ids = [&](const Selection& selection) {
    std::vector<std::string> out;
    const auto found = catalogue.select(selection);
    if (!found) return std::vector{found.error().message};
    for (const auto* policy : *found) out.push_back(policy->id);
    return out;
  };
  using Ids = std::vector<std::string>;
  CHECK(ids({.profiles = {"pss-baseline"}}) == Ids{"k8s.security.privileged"});
  CHECK(ids({.globs = {"tf.*"}, .profiles = {"pss-baseline"}}) ==
        Ids{"k8s.security.privileged", "tf.x"});
  CHECK(ids({.profiles = {"strict"}}).size() == 3);
  CHECK(ids({.profiles = {"secure"}}).front().starts_with("no profile is named 'secure'; "));
}

TEST_CASE("a day") {
  CHECK(is_day("2025-12-31"));
  for (const auto* text : {"", "2025-13-01", "2025-00-10", "2025-1-1", "20251231", "2025-12-3x"})
    CHECK_FALSE(is_day(text));
}

}  // namespace stopgate::policy
