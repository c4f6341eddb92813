#include "policy/load.h"

#include <catch2/catch.hpp>

#include "policy/planned.h"

using namespace stopgate;

namespace {

// A policy file in which one line is replaced, or removed when the new one is empty.
std::string policy_text(const std::string& line = {}, const std::string& with = {}) {
  std::string text = R"(id: test.some.defect
title: Something is wrong
severity: high
target: object
params: {least: 2}
variables:
  - {name: known, expression: object.kind}
validations:
  - expression: variables.known != 'X'
    message: it is an X
incident: It breaks.
remediation: Mend it.
examples:
  - pass: fine
    kubernetes: "{}"
)";
  if (!line.empty()) text.replace(text.find(line), line.size(), with);
  return text;
}

std::vector<std::string> problems(const std::string& text) {
  source::SourceMap sources;
  const auto loaded = policy::load_policies(sources, sources.add("p.yaml", text));
  std::vector<std::string> out;
  for (const auto& diagnostic : loaded.diagnostics) out.push_back(to_string(diagnostic, sources));
  return out;
}

}  // namespace

TEST_CASE("a policy file is read whole") {
  source::SourceMap sources;
  const auto loaded = policy::load_policies(sources, sources.add("p.yaml", policy_text()));
  REQUIRE(loaded.diagnostics.empty());
  REQUIRE(loaded.policies.size() == 1);
  const auto& policy = loaded.policies[0].policy;
  CHECK(policy.id == "test.some.defect");
  CHECK(policy.severity == finding::Severity::High);
  CHECK(policy.target == policy::Target::Object);
  CHECK(policy.is_enabled);
  CHECK(policy.validations[0].message == "it is an X");
  CHECK(policy.parameters[0].json == "2");
  CHECK(loaded.policies[0].examples[0].title == "fine");
}

TEST_CASE("a mistake in a policy file is named with its place") {
  struct Row {
    std::string line, with, problem;
  };
  const auto row = GENERATE(values<Row>({
      {"severity: high", "severity: bad",
       "p.yaml:3:11: error: unknown severity 'bad'\n  help: one of info, low, medium, high, "
       "critical"},
      {"target: object", "target: objekt",
       "p.yaml:4:9: error: unknown target 'objekt'\n  help: docs/policies/targets.md lists them"},
      {"title: Some", "titel: Some",
       "p.yaml:2:1: error: unknown field 'titel' in a policy\n  help: did you mean 'title'?"},
      {"id: test.some.defect", "id: Test",
       "p.yaml:1:5: error: policy id 'Test' is not of the form area.subject.defect\n  help: "
       "lower-case letters, digits and dashes between dots"},
      {"    message: it is an X\n", "",
       "p.yaml:9:5: error: a validation needs 'message' or 'messageExpression'\n  help: say what "
       "is wrong, with the names involved"},
      {"    message: it is an X", "    message: it is an X\n    fix: {title: t, text: \"'x'\"}",
       "p.yaml:11:10: error: a fix needs 'replaces', or the validation needs 'at'\n  help: an "
       "expression that reads what the new text replaces"},
      {"    kubernetes: \"{}\"\n", "",
       "p.yaml:14:5: error: an example needs 'fail' or 'pass', and one of 'kubernetes', "
       "'terraform', 'plan', 'workflow'"},
  }));
  const auto found = problems(policy_text(row.line, row.with));
  CAPTURE(row.line);
  CHECK(std::ranges::find(found, row.problem) != found.end());
  if (std::ranges::find(found, row.problem) == found.end())
    for (const auto& problem : found) UNSCOPED_INFO(problem);
}

TEST_CASE("a mistake in an expression is shown inside the expression") {
  source::SourceMap sources;
  const auto loaded = policy::load_policies(
      sources,
      sources.add("p.yaml", policy_text("variables.known != 'X'", "variables.knwon != 'X'")));
  REQUIRE(loaded.policies.size() == 1);
  auto target = policy::make_environment(policy::Target::Object);
  policy::declare_variables(loaded.policies[0].policy, target);
  source::Diagnostics diagnostics;
  policy::check_expressions(loaded.policies[0].policy, target, &sources, diagnostics);
  REQUIRE(diagnostics.size() == 1);
  CHECK(to_string(diagnostics[0], sources) ==
        "p.yaml:9:17: error: test.some.defect: the policy declares no variable 'knwon'\n  help: "
        "did you mean 'variables.known'?");
}

TEST_CASE("a parameter is read like its default") {
  struct Row {
    std::string json, given, expected;
  };
  const auto row = GENERATE(values<Row>({
      {"2", "3", "3"},
      {"[]", "a, b,,c", R"(["a","b","c"])"},
      {R"(["x"])", R"(["y","z"])", R"(["y","z"])"},
      {R"("x")", "12", R"("12")"},
      {"true", "false", "false"},
      {"null", "text", R"("text")"},
  }));
  policy::Policy policy;
  policy.id = "a.b";
  Arena arena;
  const policy::Parameter parameter{"p", row.json};
  CHECK(to_text(parameter_value(policy, parameter, {{"p", row.given}}, arena)) == row.expected);
  CHECK(to_text(parameter_value(policy, parameter, {{"a.b.p", row.given}}, arena)) == row.expected);
  CHECK(to_text(parameter_value(policy, parameter, {{"other.p", row.given}}, arena)) == row.json);
}
