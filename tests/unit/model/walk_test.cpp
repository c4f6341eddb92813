#include "model/walk.h"

#include <catch2/catch.hpp>

#include "support/memory_file_system.h"

using namespace stopgate;
using model::InputKind;

namespace {

using Paths = std::vector<std::string>;

const test::MemoryFileSystem kFiles{
    {"/r/main.tf", ""},
    {"/r/notes.md", ""},
    {"/r/package.json", "{\"name\": \"x\"}"},
    {"/r/plan.json",
     "{\"format_version\":\"1.2\",\"terraform_version\":\"1.11.4\",\"resource_changes\":[]}"},
    {"/r/k8s/app.yaml", ""},
    {"/r/ci.yaml", "on: push\njobs: {}\n"},
    {"/r/.github/workflows/ci.yml", ""},
    {"/r/.gitlab-ci.yml", ""},
    {"/r/deploy/Jenkinsfile", ""},
    {"/r/k8s/pod.json", "{\"apiVersion\": \"v1\", \"kind\": \"Pod\"}"},
    {"/r/chart/Chart.yaml", ""},
    {"/r/chart/templates/app.yaml", "{{ .Values.x }}"},
    {"/r/.terraform/modules/x/main.tf", ""},
    {"/r/modules/net/main.tf.json", "{}"},
};

}  // namespace

TEST_CASE("inputs are found by name and by their first bytes") {
  const auto inputs = model::find_inputs(kFiles, {"/r"}, std::nullopt, {});
  REQUIRE(inputs);
  CHECK(inputs->folders == Paths{"/r", "/r/modules/net"});
  CHECK(inputs->manifests == Paths{"/r/ci.yaml", "/r/k8s/app.yaml", "/r/k8s/pod.json"});
  CHECK(inputs->workflows ==
        Paths{"/r/.github/workflows/ci.yml", "/r/.gitlab-ci.yml", "/r/deploy/Jenkinsfile"});
  CHECK(inputs->plans == Paths{"/r/plan.json"});
  CHECK(inputs->files == 7);           // configuration is counted where it is loaded
  CHECK(inputs->skipped.size() == 2);  // the chart's templates, package.json
  CHECK(inputs->terraform_files.empty());
}

TEST_CASE("a file given by name is read, whatever it is called") {
  CHECK(model::find_inputs(kFiles, {"/r/notes.md"}, InputKind::Kubernetes, {})->manifests ==
        Paths{"/r/notes.md"});
  CHECK(model::find_inputs(kFiles, {"/r/package.json"}, InputKind::Plan, {})->plans ==
        Paths{"/r/package.json"});
  CHECK(model::find_inputs(kFiles, {"/r/ci.yaml"}, std::nullopt, {})->workflows ==
        Paths{"/r/ci.yaml"});
  CHECK(model::find_inputs(kFiles, {"/r/notes.md"}, InputKind::Workflow, {})->workflows ==
        Paths{"/r/notes.md"});
  const auto named = model::find_inputs(kFiles, {"/r/main.tf"}, std::nullopt, {});
  CHECK(named->folders == Paths{"/r"});
  CHECK(named->terraform_files == Paths{"/r/main.tf"});
}

TEST_CASE("a path that is not there is an error, too many files a diagnostic") {
  CHECK(model::find_inputs(kFiles, {"/nowhere"}, std::nullopt, {}).error().message ==
        "cannot read '/nowhere': no such file or directory");
  Limits limits;
  limits.files = 2;
  const auto inputs = model::find_inputs(kFiles, {"/r"}, std::nullopt, limits);
  REQUIRE(inputs->diagnostics.size() == 1);
  CHECK(inputs->diagnostics[0].message == "more than 2 files; the rest is not read");
}
