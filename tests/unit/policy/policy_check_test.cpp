#include "policy/policy_check.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "base/text.h"
#include "policy/environment.h"
#include "policy/fact_types.h"
#include "policy/load.h"
#include "source/memory_file_system.h"

using namespace stopgate;

namespace {

std::string text_of(const std::string& head, const std::string& expression) {
  return R"(id: test.some.defect
title: t
severity: low
incident: i
remediation: r
params: {least: 2}
examples: []
)" + head +
         "\nvalidations:\n  - message: m\n    expression: >-\n      " + expression + "\n";
}

std::string remarks(const std::string& head, const std::string& expression) {
  source::SourceMap sources;
  const auto loaded =
      policy::load_policies(sources, sources.add("p.yaml", text_of(head, expression)));
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
      {"target: object", "has(object.x) || 1 < 2",
       "the expression is always true (nothing is ever found)"},
      {"target: object", "has(object.x) && 1 < 2", "this part is always true"},
      {"target: object", "false", ""},
      {"target: object\nmatch: {kinds: [apps/Deployment]}", "object.spec.replica > 1",
       "undefined field 'replica' of apps.v1.DeploymentSpec (did you mean 'replicas'?)"},
      {"target: object\nmatch: {kinds: [serving.knative.dev/Service]}",
       "object.spec.template.spec.x > 1", ""},
      {"target: object\nmatch: {kinds: ['*Set']}", "object.spec.replica > 1", ""},
      {"target: object\nmatch: {kinds: [Deployment]}", "dyn(object).spec.replica > 1", ""},
      {"target: object\nmatch: {kinds: [Deployment]}",
       "!has(object.spec.replicas) || object.spec.replicas == null", ""},
      {"target: pod", "has(pod.spec.hostNetwrk)",
       "undefined field 'hostNetwrk' of core.v1.PodSpec (did you mean 'hostNetwork'?)"},
      {"target: pod", "pod.containers.all(c, has(c.container.comand))",
       "undefined field 'comand' of a container (did you mean 'command'?)"},
      {"target: pod", "pod.containers.all(c, c.securty == null)",
       "undefined field 'securty' of container of a pod (did you mean 'security'?)"},
      {"target: container", "security.runAsUsr == 0",
       "undefined field 'runAsUsr' of a security context (did you mean 'runAsUser'?)"},
      {"target: plan", "plan.changes.exists(c, c.befor == null)",
       "undefined field 'befor' of change (did you mean 'before'?)"},
      {"target: step", "step.commands.exists(c, c.word == [])",
       "undefined field 'word' of command (did you mean 'words'?)"},
      {"target: step", "deployed.exists(i, i.tga == '')", "undefined field 'tga' of image (did you mean 'tag'?)"},
      {"target: resource\nmatch: {types: [aws_s3_bucket]}", "resource.force_destory == true",
       "undefined field 'force_destory' of aws_s3_bucket (did you mean 'force_destroy'?)"},
      {"target: change\nmatch: {types: [aws_s3_bucket]}", "change.before.buket == null",
       "undefined field 'buket' of aws_s3_bucket (did you mean 'bucket'?)"},
      {"target: resource\nmatch: {types: ['aws_s3_*']}", "resource.force_destory == true", ""},
      {"target: resource\nmatch: {types: [acme_thing]}", "resource.anything[0].at.all", ""},
  };
  for (const auto& row : rows) {
    INFO(row.expression);
    CHECK(remarks(row.head, row.expression) == row.remark);
  }
}

TEST_CASE("how sure a field is not there says how bad it is") {
  const auto severity = [](const std::string& head, const std::string& expression,
                           const terraform::ProviderSchemas* schemas = nullptr) {
    source::SourceMap sources;
    const auto loaded =
        policy::load_policies(sources, sources.add("p.yaml", text_of(head, expression)));
    const auto remarks = policy::check_policy(loaded.policies.at(0).policy, sources, schemas);
    REQUIRE(remarks.size() == 1);
    return remarks[0].severity;
  };
  using source::Severity;
  // A name that is like none may be that of a version to come.
  CHECK(severity("target: container", "has(container.livenesProbe)") == Severity::Error);
  CHECK(severity("target: container", "has(container.somethingNew)") == Severity::Warning);
  CHECK(severity("target: change", "change.somethingNew == 1") == Severity::Error);
  const std::string head = "target: resource\nmatch: {types: [aws_s3_bucket]}";
  CHECK(severity(head, "resource.force_destory == true") == Severity::Warning);
  const source::MemoryFileSystem files = {{"/s.json", R"({"provider_schemas": {
    "registry.terraform.io/hashicorp/aws": {"resource_schemas": {"aws_s3_bucket": {"block": {
      "attributes": {"bucket": {"type": "string", "optional": true}},
      "block_types": {"rule": {"nesting_mode": "list", "block": {
        "attributes": {"days": {"type": "number", "optional": true}}}}}}}}}}})"}};
  const auto schemas = terraform::load_provider_schemas(files, "/s.json", {});
  REQUIRE(schemas);
  CHECK(severity(head, "resource.buket == 'x'", schemas->get()) == Severity::Error);
  CHECK(severity(head, "resource.other == 'x'", schemas->get()) == Severity::Error);
  CHECK(severity(head, "resource.rule.all(r, r.day > 3)", schemas->get()) == Severity::Error);
}

TEST_CASE("every member of our facts is documented") {
  for (std::size_t i = 0; i < policy::kTargetCount; ++i) {
    const auto target = static_cast<policy::Target>(i);
    for (const auto& variable : policy::variables_of(target)) {
      const auto type = policy::fact_type_of(target, variable.name);
      const auto found = std::ranges::find(policy::fact_types(), type, &policy::FactType::name);
      if (found == policy::fact_types().end()) continue;
      for (const auto member : split(found->members, ',')) {
        const auto name = trim(member.substr(0, member.find(':')));
        INFO(variable.name << "." << name << ": " << variable.description);
        CHECK(variable.description.find(name) != std::string_view::npos);
      }
    }
  }
}
