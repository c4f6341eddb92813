#include "workflow/problem.h"

#include <catch2/catch.hpp>

#include "workflow/reader.h"

using namespace stopgate;

namespace {

std::vector<std::string> problems_of(std::string text,
                                     workflow::Format format = workflow::Format::GitHub) {
  source::SourceMap sources;
  const auto id = sources.add("ci", std::move(text));
  const auto read = workflow::read_workflow(sources, id, format);
  std::vector<std::string> out;
  for (const auto& problem : workflow::check_workflow(read)) {
    const auto at = sources.locate(problem.place).begin;
    out.push_back(std::to_string(at.line) + ":" + std::to_string(at.column) + " " +
                  std::string(workflow::name_of(problem.kind)) + " " + problem.message);
  }
  return out;
}

}  // namespace

TEST_CASE("each problem of a workflow stands at its own place") {
  CHECK(problems_of(R"(on: push
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: |
          make
          echo ${{ github.shaa }}
      - run: make
        wiht: {}
)") == std::vector<std::string>{
           "8:27 expression 'github' has no property 'shaa'",
           "10:9 syntax a step has no 'wiht'",
       });
}

TEST_CASE("what stands behind an anchor is wrong once") {
  CHECK(problems_of(R"(on: push
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - &step {uses: a/b@v1, shell: bash}
      - *step
)") == std::vector<std::string>{"6:30 syntax 'shell' goes with 'run', and this step has 'uses'"});
}

TEST_CASE("keys that are written twice are refused") {
  const auto found = problems_of("on: push\njobs: {}\non: pull_request\n");
  REQUIRE(found.size() == 2);
  CHECK(found[0] == "2:7 syntax the workflow has no job");
  CHECK(found[1].starts_with("3:1 syntax duplicate key 'on'"));
}

TEST_CASE("other formats have no such problems") {
  CHECK(problems_of("runs: {using: composite, wrong: x}", workflow::Format::Action).empty());
  CHECK(problems_of("build: {script: make, wrong: x}", workflow::Format::GitLab).empty());
}

TEST_CASE("odd shapes are survived") {
  for (const auto* text :
       {"on: push\njobs: [1]", "on: {push: 3}\njobs: {a: 1, b: [x], c: {steps: {}}}",
        "on: {workflow_call: {inputs: 1, outputs: [], secrets: x}}\njobs: {a: {steps: [1, null]}}",
        "jobs: {a: {strategy: {matrix: [1], include: 2}, needs: {}, steps: [{run: '${{'}]}}"})
    CHECK_FALSE(problems_of(text).empty());
}
