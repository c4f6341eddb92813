// Rules of custom resources about a change: what was there before comes from the base.

#include "policy/crd_rules.h"

#include <catch2/catch.hpp>

#include "model/read.h"
#include "source/memory_file_system.h"

using namespace stopgate;

namespace {

std::string definition(const std::string& rule) {
  return R"(apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {kind: Widget, plural: widgets}
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              x-kubernetes-validations:
                - )" +
         rule + R"(
              properties: {zone: {type: string}, size: {type: integer}}
---
)";
}

model::Model read(const std::string& rule, const std::string& spec) {
  source::MemoryFileSystem files;
  auto text = definition(rule);
  if (!spec.empty())
    text += "apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: w}\nspec: " + spec + "\n";
  files.add("/in/objects.yaml", text);
  return std::move(*model::read_model(files, {"/in"}, {.jobs = 1}));
}

std::string verdict(const model::Model& model) {
  policy::RunResult result;
  policy::run_crd_rules(model, {}, result);
  std::string out;
  for (const auto& finding : result.findings) out += finding.message;
  for (const auto& undecided : result.undecided) out += "? " + undecided.reason;
  return out;
}

constexpr const char* kTransition = "{rule: self.zone == oldSelf.zone, message: zone is immutable}";
constexpr const char* kOptional =
    "{rule: \"!oldSelf.hasValue() || oldSelf.value().size <= self.size\", message: never smaller, "
    "optionalOldSelf: true}";

}  // namespace

TEST_CASE("a transition rule compares with the base") {
  struct Row {
    const char *rule, *before, *after, *verdict;
  };
  const Row rows[] = {
      {kTransition, "{zone: a}", "{zone: a}", ""},
      {kTransition, "{zone: a}", "{zone: b}", "zone is immutable"},
      {kTransition, "", "{zone: b}", ""},
      {kOptional, "{size: 3}", "{size: 2}", "never smaller"},
      {kOptional, "{size: 3}", "{size: 4}", ""},
      {kOptional, "", "{size: 1}", ""},
  };
  for (const auto& row : rows) {
    INFO(row.rule << " from " << row.before << " to " << row.after);
    auto model = read(row.rule, row.after);
    model.base = std::make_shared<const model::Model>(read(row.rule, row.before));
    CHECK(verdict(model) == row.verdict);
  }
}

TEST_CASE("without a base a transition rule is not run, and one that can do without is undecided") {
  CHECK(verdict(read(kTransition, "{zone: b}")).empty());
  CHECK(verdict(read(kOptional, "{size: 1}")) == "? oldSelf: there is no base to compare with");
}
