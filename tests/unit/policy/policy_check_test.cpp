#include "policy/policy_check.h"

#include <catch2/catch.hpp>

#include "policy/catalogue.h"
#include "policy/load.h"
#include "policy/overrides.h"
#include "policy/typed_environment.h"

using namespace stopgate;

namespace {

std::string remarks(const std::string& head, const std::string& expression) {
  source::SourceMap sources;
  const auto loaded = policy::load_policies(sources, sources.add("p.yaml", R"(id: test.some.defect
title: t
severity: low
incident: i
remediation: r
params: {least: 2}
examples: []
)" + head + "\nvalidations:\n  - message: m\n    expression: >-\n      " + expression +
                                                                               "\n"));
  REQUIRE(loaded.policies.size() == 1);
  std::string out;
  for (const auto& remark : policy::check_policy(loaded.policies[0].policy, sources))
    out += remark.message.substr(18) + (remark.help.empty() ? "" : " (" + remark.help + ")");
  return out;
}

}  // namespace

TEST_CASE("a misspelt field is found before the policy is run") {
  struct Row {
    const char *head, *expression, *remark;
  };
  const Row rows[] = {
      {"target: container", "has(container.readinessProbe)", ""},
      {"target: container", "has(container.readinesProbe)",
       "undefined field 'readinesProbe' of a container (did you mean 'readinessProbe'?)"},
      {"target: container", "container.resources.limit['cpu'] != ''",
       "undefined field 'limit' of core.v1.ResourceRequirements (did you mean 'limits'?)"},
      {"target: container", "container.ports.all(p, p.containrPort > 0)",
       "undefined field 'containrPort' of core.v1.ContainerPort (did you mean 'containerPort'?)"},
      {"target: object\nmatch: {kinds: [Deployment]}", "object.spec.replica > 1",
       "undefined field 'replica' of apps.v1.DeploymentSpec (did you mean 'replicas'?)"},
      {"target: object\nmatch: {kinds: [Widget]}", "object.spec.replica > 1", ""},
      {"target: object", "object.spec.replica > 1", ""},
      {"target: change", "change.reson != ''",
       "undefined field 'reson' of change (did you mean 'reason'?)"},
      {"target: resource", "meta.typ != ''",
       "undefined field 'typ' of meta (did you mean 'type'?)"},
      {"target: resource", "resource.whatever == null", ""},
      {"target: resource", "params.leest > 1",
       "undefined field 'leest' of params (did you mean 'least'?)"},
      {"target: resource", "1 < 2", "the expression is always true (nothing is ever found)"},
  };
  for (const auto& row : rows) {
    INFO(row.expression);
    CHECK(remarks(row.head, row.expression) == row.remark);
  }
}

TEST_CASE("documented members are those of a list") {
  using policy::documented_members;
  CHECK(documented_members("the plan: path, mode (a word, or two), changes") ==
        std::vector<std::string>{"path", "mode", "changes"});
  CHECK(documented_members("address, type") == std::vector<std::string>{"address", "type"});
  CHECK(documented_members("the arguments: an unset one is null").empty());
  CHECK(documented_members("main, init, sidecar or ephemeral").empty());
}

TEST_CASE("a configuration changes severity, selection and parameters") {
  policy::Catalogue catalogue;
  policy::Policy policy;
  policy.id = "test.some.defect";
  policy.aliases = {"OLD_1"};
  policy.parameters = {{"least", "2"}};
  catalogue.add(policy);
  const auto parameters =
      policy::apply_overrides(catalogue, {{.id = "OLD_1",
                                           .severity = finding::Severity::Critical,
                                           .is_enabled = false,
                                           .parameters = {{"least", "3"}}}});
  REQUIRE(parameters);
  CHECK(*parameters == policy::ParameterValues{{"test.some.defect.least", "3"}});
  CHECK(catalogue.find("test.some.defect")->severity == finding::Severity::Critical);
  CHECK_FALSE(catalogue.find("test.some.defect")->is_enabled);
  const auto wrong = [&](policy::Override change) {
    return policy::apply_overrides(catalogue, {std::move(change)}).error().message;
  };
  CHECK(wrong({.id = "test.some.defct"}) ==
        "no policy matches 'test.some.defct'; did you mean 'test.some.defect'?");
  CHECK(wrong({.id = "test.*", .parameters = {{"lest", "1"}}}) ==
        "policy 'test.some.defect' has no parameter 'lest'; did you mean 'least'?");
}
