// The target object-change, through the examples of a policy.

#include <catch2/catch.hpp>

#include "policy/example_run.h"

using namespace stopgate;

TEST_CASE("a policy on object-change sees both states of an object") {
  source::SourceMap sources;
  const auto loaded = policy::load_policies(sources, sources.add("p.yaml", R"(
id: test.zone.changed
title: A zone changes
severity: high
target: object-change
match: {kinds: [ConfigMap]}
validations:
  - expression: oldObject == null || object != null && object.data.zone == oldObject.data.zone
    messageExpression: "object == null ? 'it goes' : 'zone was ' + oldObject.data.zone"
incident: It breaks.
remediation: Leave it.
examples:
  - pass: it is new
    base: ""
    kubernetes: |
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: c}
      data: {zone: a}
  - pass: it stays
    base: &same |
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: c}
      data: {zone: a}
    kubernetes: *same
  - pass: nothing to compare with
    kubernetes: *same
  - fail: it changes
    base: *same
    kubernetes: |
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: c}
      data: {zone: b}  # <- zone was a
)"));
  REQUIRE(loaded.diagnostics.empty());
  for (const auto& result : policy::run_examples(loaded.policies[0], sources)) {
    INFO(result.title << (result.problems.empty() ? "" : ": " + result.problems[0]));
    CHECK(result.has_passed);
  }
}
