// Admission policies on requests that a change makes: what was there before comes from the base.

#include <catch2/catch.hpp>

#include "model/read.h"
#include "policy/admission_run.h"
#include "source/memory_file_system.h"

using namespace stopgate;

namespace {

std::string policy_text(const std::string& expression, const std::string& operations = "UPDATE") {
  return R"(apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: p}
spec:
  matchConstraints:
    resourceRules:
      - {apiGroups: [""], apiVersions: [v1], operations: [)" +
         operations + R"(], resources: [configmaps]}
  validations:
    - expression: >-
        )" +
         expression + R"(
      message: wrong
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: b}
spec: {policyName: p, validationActions: [Deny]}
)";
}

std::string config_map(const std::string& data) {
  return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: shop}\ndata: " + data +
         "\n";
}

model::Model read(const std::string& policy, const std::string& objects) {
  source::MemoryFileSystem files;
  if (!policy.empty()) files.add("/in/policy.yaml", policy);
  if (!objects.empty()) files.add("/in/objects.yaml", objects);
  return std::move(*model::read_model(files, {"/in"}, {.jobs = 1}));
}

// "line: message" for a finding, "? reason" for what is undecided.
std::string verdict(const model::Model& model) {
  policy::RunResult result;
  policy::run_admission(model, policy::find_admission(model, {}), {}, result);
  std::string out;
  for (const auto& finding : result.findings)
    out += std::to_string(model.sources->locate(finding.place).begin.line) + ": " + finding.message;
  for (const auto& undecided : result.undecided) out += "? " + undecided.reason;
  return out;
}

}  // namespace

TEST_CASE("an admission policy sees what was there before") {
  struct Row {
    const char *expression, *operations, *before, *after, *verdict;
  };
  const Row rows[] = {
      {"object.data.zone == oldObject.data.zone", "UPDATE", "{zone: a}", "{zone: a}", ""},
      {"object.data.zone == oldObject.data.zone", "UPDATE", "{zone: a}", "{zone: b}", "4: wrong"},
      {"object.data.zone == oldObject.data.zone", "UPDATE", nullptr, "{zone: b}", ""},
      {"oldObject == null", "CREATE", nullptr, "{zone: b}", ""},
      {"request.operation == 'CREATE'", "CREATE, UPDATE", "{}", "{}", "3: wrong"},
      {"object != null", "DELETE", "{zone: a}", nullptr, "0: wrong"},
      {"oldObject.data.zone == 'b'", "DELETE", "{zone: b}", nullptr, ""},
      {"request.userInfo.username == 'admin'", "CREATE", nullptr, "{}",
       "? request.userInfo: only the API server knows who sends the request, and how"},
      {"object.data.missing == 'x'", "CREATE", nullptr, "{}",
       "? no such key: missing in object.data; the API server may fill in what is not written"},
  };
  for (const auto& row : rows) {
    INFO(row.expression << " on " << (row.after == nullptr ? "nothing" : row.after));
    const auto policy = policy_text(row.expression, row.operations);
    auto model = read(policy, row.after == nullptr ? "" : config_map(row.after));
    model.base = std::make_shared<const model::Model>(
        read(policy, row.before == nullptr ? "" : config_map(row.before)));
    CHECK(verdict(model) == row.verdict);
  }
}

TEST_CASE("without a base, what was there before is not known") {
  const auto model = read(policy_text("object.data == oldObject.data"), config_map("{a: b}"));
  CHECK(verdict(model) == "? oldObject: there is no base to compare with");
}

TEST_CASE("an admission policy costs what an API server allows") {
  const std::string dear =
      "lists.range(400).all(x, lists.range(400).all(y, x + y >= 0)) && object.kind == 'ConfigMap'";
  const auto model = read(policy_text(dear, "CREATE"), config_map("{}"));
  CHECK(verdict(model).find("actual cost limit exceeded") != std::string::npos);
}

TEST_CASE("a binding narrows what its policy matches") {
  const auto with = [](const std::string& resources) {
    auto text = policy_text("false", "CREATE");
    const std::string line = "spec: {policyName: p, ";
    text.replace(text.find(line), line.size(), line + "matchResources: " + resources + ", ");
    return verdict(read(text, config_map("{}")));
  };
  CHECK(with("{}") == "3: wrong");
  CHECK(with("{objectSelector: {matchLabels: {a: b}}}").empty());
  CHECK(with("{excludeResourceRules: [{apiGroups: ['*'], apiVersions: ['*'], operations: ['*'], "
             "resources: ['*']}]}")
            .empty());
  CHECK(with("{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop}}}") ==
        "3: wrong");
  CHECK(with("{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: m}}}").empty());
  CHECK(with("{namespaceSelector: {matchLabels: {team: shop}}}") ==
        "? labels of Namespace 'shop': the Namespace is not among the files");
}

TEST_CASE("an admission policy that cannot run is told by what its failure does") {
  const auto severity = [](const std::string& failure_policy) {
    auto text = policy_text("objct.kind == 'x'");
    text.replace(text.find("  matchConstraints:"), 0, "  failurePolicy: " + failure_policy + "\n");
    policy::RunResult result;
    const auto model = read(text, "");
    policy::run_admission(model, policy::find_admission(model, {}), {}, result);
    REQUIRE(result.findings.size() == 1);
    CHECK(result.findings[0].message ==
          "the expression does not compile: undeclared reference to 'objct'");
    return result.findings[0].severity;
  };
  CHECK(severity("Fail") == finding::Severity::High);
  CHECK(severity("Ignore") == finding::Severity::Medium);
}

TEST_CASE("what else an admission policy says is evaluated too") {
  const auto with = [](const std::string& from, const std::string& to) {
    auto text = policy_text("object.data.zone == 'a'", "CREATE");
    text.replace(text.find(from), from.size(), to);
    return verdict(read(text, config_map("{zone: b}")));
  };
  const std::string message = "      message: wrong\n";
  CHECK(with(message, "      messageExpression: \"'zone ' + object.data.zone\"\n") == "4: zone b");
  // Where it fails, is empty or has a line break the API server takes the message instead.
  CHECK(with(message, "      messageExpression: string(object.data.nope)\n      message: plain\n") ==
        "4: plain");
  const std::string validations = "  validations:\n";
  CHECK(with(validations,
             "  matchConditions: [{name: n, expression: object.data.zone == 'c'}]\n" + validations)
            .empty());
  CHECK(with(validations,
             "  auditAnnotations: [{key: zone, valueExpression: object.data.nope}]\n" + validations)
            .find("4: wrong? no such key: nope in object.data") == 0);
  CHECK(with(validations, "  variables: [{name: wanted, expression: \"'c'\"}]\n" + validations) ==
        "4: wrong");
}
