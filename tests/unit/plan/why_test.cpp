#include "plan/why.h"

#include <string>

#include "base/text.h"
#include "plan/fingerprint.h"
#include "plan/renames.h"
#include "unit/plan/support.h"

using namespace stopgate;
using namespace stopgate::plan;

namespace {

Plan plan_of(const std::string& members) {
  auto plan = read_plan("plan.json", R"({"format_version": "1.2", )" + members + "}");
  REQUIRE(plan.diagnostics.empty());
  return plan;
}

// A network whose range comes from a variable, through the input of a module.
constexpr auto kCascade = R"(
  "resource_changes": [
    {"address": "module.net.aws_vpc.main", "module_address": "module.net", "mode": "managed", "type": "aws_vpc", "name": "main",
     "change": {"actions": ["delete", "create"], "before": {"cidr": "10.0.0.0/16", "id": "vpc-1"}, "after": {"cidr": "10.9.0.0/16"},
                "after_unknown": {"id": true}, "replace_paths": [["cidr"]]}},
    {"address": "aws_subnet.a", "mode": "managed", "type": "aws_subnet", "name": "a",
     "change": {"actions": ["delete", "create"], "before": {"vpc_id": "vpc-1"}, "after": {}, "after_unknown": {"vpc_id": true},
                "replace_paths": [["vpc_id"]]}},
    {"address": "aws_lb.web", "mode": "managed", "type": "aws_lb", "name": "web",
     "change": {"actions": ["no-op"], "before": {"subnet": "s"}, "after": {"subnet": "s"}}}],
  "configuration": {"root_module": {
    "outputs": {"dns": {"expression": {"references": ["aws_lb.web.dns_name", "aws_lb.web"]}}},
    "resources": [
      {"address": "aws_subnet.a", "expressions": {"vpc_id": {"references": ["module.net.vpc_id", "module.net"]}}},
      {"address": "aws_lb.web", "expressions": {"subnet": {"references": ["aws_subnet.a.id", "aws_subnet.a"]}}}],
    "module_calls": {"net": {"expressions": {"cidr": {"references": ["var.range"]}},
      "module": {
        "outputs": {"vpc_id": {"expression": {"references": ["aws_vpc.main.id", "aws_vpc.main"]}}},
        "resources": [{"address": "aws_vpc.main", "expressions": {"cidr": {"references": ["var.cidr"]}}}]}}}}})";

}  // namespace

TEST_CASE("a chain of replacements is told from its root") {
  const auto plan = plan_of(kCascade);
  const Dependencies dependencies(plan);
  const Causes causes(plan, dependencies);
  CHECK(join(causes.of(plan.changes[0]).steps, " | ") == "cidr refers to var.range");
  CHECK(join(causes.of(plan.changes[1]).steps, " | ") ==
        "module.net.aws_vpc.main: cidr refers to var.range | "
        "module.net.aws_vpc.main: cidr 10.0.0.0/16 → 10.9.0.0/16 forces the replacement | "
        "vpc_id refers to module.net.aws_vpc.main");
}

TEST_CASE("what depends on a resource, through modules and to the outputs") {
  const auto plan = plan_of(kCascade);
  const Dependencies dependencies(plan);
  std::string all;
  for (const auto name : dependencies.dependents("module.net.aws_vpc.main", 10))
    all += std::string(name) + " ";
  CHECK(all == "aws_subnet.a module.net.output.vpc_id aws_lb.web output.dns ");
}

TEST_CASE("drift is put back, stays, or is made again") {
  const auto plan = plan_of(R"(
    "resource_drift": [
      {"address": "t.a", "mode": "managed", "type": "t", "name": "a", "change": {"actions": ["update"], "before": {"x": 1}, "after": {"x": 2}}},
      {"address": "t.b", "mode": "managed", "type": "t", "name": "b", "change": {"actions": ["update"], "before": {"x": 1}, "after": {"x": 2}}},
      {"address": "t.c", "mode": "managed", "type": "t", "name": "c", "change": {"actions": ["delete"], "before": {"x": 1}, "after": null}}],
    "resource_changes": [
      {"address": "t.a", "mode": "managed", "type": "t", "name": "a", "change": {"actions": ["update"], "before": {"x": 2}, "after": {"x": 1}}},
      {"address": "t.c", "mode": "managed", "type": "t", "name": "c", "change": {"actions": ["create"], "before": null, "after": {"x": 1}}}])");
  std::string outcomes;
  for (const auto& entry : drift_of(plan))
    outcomes +=
        std::string(entry.drift->address) + " " + std::string(name_of(entry.outcome)) + "; ";
  CHECK(outcomes == "t.a reverted; t.b accepted; t.c recreated; ");
  const Dependencies dependencies(plan);
  const Causes causes(plan, dependencies);
  CHECK(causes.of(plan.changes[0]).origin == Origin::Drift);
  CHECK(causes.of(plan.changes[1]).origin == Origin::Deleted);
}

TEST_CASE("a digest stays when ids differ, and not when the plan does something else") {
  const auto digest = [](const std::string& change) {
    const auto plan = plan_of(
        R"("resource_changes": [{"address": "t.a", "mode": "managed", "type": "t", "name": "a", "change": {)" +
        change + "}}]");
    return digest_of(plan.changes.front());
  };
  const auto first = digest(
      R"("actions": ["update"], "before": {"a": 1, "s": ["x", "y"]}, "after": {"a": 2, "s": ["y", "x"]}, "after_unknown": {"id": true})");
  CHECK(
      first ==
      digest(
          R"("actions": ["update"], "before": {"a": 1, "s": ["x"]}, "after": {"a": 2, "s": ["x"]})"));
  CHECK(first != digest(R"("actions": ["update"], "before": {"a": 1}, "after": {"a": 3})"));
  CHECK(
      first !=
      digest(
          R"("actions": ["delete", "create"], "before": {"a": 1}, "after": {"a": 2}, "replace_paths": [["a"]])"));
}

TEST_CASE("a renamed resource gets a moved block") {
  const auto plan = plan_of(R"("resource_changes": [
    {"address": "t.old", "mode": "managed", "type": "t", "name": "old", "change": {"actions": ["delete"], "before": {"name": "x", "size": 1}, "after": null}},
    {"address": "module.m.t.new", "mode": "managed", "type": "t", "name": "new", "change": {"actions": ["create"], "before": null, "after": {"name": "x", "size": 1}}}])");
  const auto renames = renames_of(plan);
  REQUIRE(renames.size() == 1);
  CHECK(name_of(renames[0].kind) == "module");
  CHECK(moved_block(renames[0]) == "moved {\n  from = t.old\n  to   = module.m.t.new\n}");
}
