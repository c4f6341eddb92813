#include "policy/catalogue.h"

#include <catch2/catch.hpp>

#include "policy/builtin.h"

using namespace stopgate::policy;

namespace {

Policy make(const std::string& id, bool enabled = true) {
  Policy out;
  out.id = id;
  out.is_enabled = enabled;
  out.aliases = {"CKV_" + id};
  return out;
}

Catalogue small() {
  Catalogue out;
  out.add(make("b.x.one"));
  out.add(make("a.x.two", false));
  out.add(make("a.x.three"));
  return out;
}

std::vector<std::string> ids(const Selection& selection) {
  std::vector<std::string> out;
  const auto catalogue = small();
  const auto selected = catalogue.select(selection);
  if (!selected) return {selected.error().message};
  for (const auto* policy : *selected) out.push_back(policy->id);
  return out;
}

}  // namespace

TEST_CASE("policies are chosen by default, by glob, by alias, and all of them") {
  using Ids = std::vector<std::string>;
  CHECK(ids({}) == Ids{"a.x.three", "b.x.one"});
  CHECK(ids({.with_disabled = true}) == Ids{"a.x.three", "a.x.two", "b.x.one"});
  CHECK(ids({.globs = {"a.*"}}) == Ids{"a.x.three", "a.x.two"});
  CHECK(ids({.globs = {"CKV_a.x.two"}}) == Ids{"a.x.two"});
  CHECK(ids({.globs = {"b.x.ome"}}) == Ids{"no policy matches 'b.x.ome'; did you mean 'b.x.one'?"});
}

TEST_CASE("the built-in table gives back what the policy files say") {
  const auto catalogue = Catalogue::built_in();
  REQUIRE(catalogue.policies().size() >= 40);
  CHECK(std::ranges::is_sorted(catalogue.policies(), {}, &Policy::id));
  const auto* policy = catalogue.find("CKV_K8S_9");
  REQUIRE(policy != nullptr);
  CHECK(policy->id == "k8s.probe.readiness.missing");
  CHECK(policy->target == Target::Container);
  CHECK_FALSE(policy->match_conditions.empty());
}

TEST_CASE("the table that is compiled in quotes any text") {
  auto policy = make("a.b");
  policy.title = "quote \" backslash \\ newline \n ü ?";
  CHECK(write_builtin_table({policy}).find(
            R"("quote \" backslash \\ newline \012 \303\274 \?"sv)") != std::string::npos);
}
