#include "kubernetes/reader.h"

#include <catch2/catch.hpp>

#include "unit/kubernetes/support.h"

using stopgate::kubernetes::Manifests;
using stopgate::kubernetes::Shape;
using stopgate::test::Files;

namespace {

std::string names(const Manifests& manifests) {
  std::string text;
  for (const auto& object : manifests.objects) text += to_string(object) + " ";
  return text;
}

}  // namespace

TEST_CASE("documents become objects, lists their items, everything else is counted") {
  struct Case {
    std::string_view what, text, objects;
    std::size_t documents, not_objects;
  };
  const auto row = GENERATE(values<Case>({
      {"one object", "apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: other}\n",
       "Pod/other/a ", 1, 0},
      {"no name", "apiVersion: v1\nkind: Pod\n", "Pod/(no name) ", 1, 0},
      {"a prefix", "apiVersion: v1\nkind: Pod\nmetadata: {generateName: x-}\n", "Pod/x-* ", 1, 0},
      {"empty documents",
       "---\n# nothing\n---\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: a}\n", "Pod/a ", 1,
       0},
      {"a list",
       "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Pod, metadata: {name: a}}\n- "
       "{apiVersion: v1, kind: Pod, metadata: {name: b}}\n",
       "Pod/a Pod/b ", 1, 0},
      {"a typed list", "apiVersion: apps/v1\nkind: DeploymentList\nitems:\n- metadata: {name: a}\n",
       "Deployment/a ", 1, 0},
      {"a list in a list",
       "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: List, items: [{apiVersion: "
       "v1, kind: Pod, metadata: {name: a}}]}\n",
       "Pod/a ", 1, 0},
      {"JSON objects in a row",
       R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"}} {"apiVersion":"v1","kind":"Pod","metadata":{"name":"b"}})",
       "Pod/a Pod/b ", 2, 0},
      {"values", "image: {repository: a}\nreplicaCount: 1\n", "", 1, 1},
      {"scalar", "just text\n", "", 1, 1},
      {"a kind that ends in List and is none",
       "apiVersion: x/v1\nkind: AllowList\nmetadata: {name: a}\nspec: {}\n", "AllowList/a ", 1, 0},
  }));
  INFO(row.what);
  Files files("a.yaml", std::string(row.text));
  const auto& manifests = files.manifests.front();
  CHECK(names(manifests) == row.objects);
  CHECK(manifests.documents == row.documents);
  CHECK(manifests.not_objects == row.not_objects);
  CHECK(files.diagnostics.empty());
}

TEST_CASE("half an object is a warning") {
  struct Case {
    std::string_view text, diagnostics;
  };
  const auto [text, diagnostics] = GENERATE(values<Case>({
      {"kind: Deployment\nmetadata: {name: a}\n",
       "an object of kind 'Deployment' has no apiVersion"},
      {"apiVersion: v1\nmetadata: {name: a}\n", "an object of apiVersion 'v1' has no kind"},
      {"apiVersion: v1\nkind: List\nitems: [{metadata: {name: a}}]\n",
       "an item of a list has neither kind nor apiVersion"},
  }));
  Files files("a.yaml", std::string(text));
  CHECK_THAT(files.diagnostics, Catch::Matchers::Contains("warning: " + std::string(diagnostics)));
  CHECK(files.manifests.front().objects.empty());
}

TEST_CASE("one document that does not parse hides no other") {
  Files files("a.yaml",
              "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n---\na: b: c\n---\napiVersion: "
              "v1\nkind: Pod\nmetadata: {name: b}\n");
  CHECK(names(files.manifests.front()) == "Pod/a Pod/b ");
  CHECK(has_errors(files.manifests.front().diagnostics));
}

TEST_CASE("objects know the template they were rendered from, and where their names stand") {
  Files files("a.yaml",
              "---\n# Source: shop/charts/db/templates/x.yaml\napiVersion: apps/v1\nkind: "
              "Deployment\nmetadata:\n  name: web\n"
              "---\n# by hand\napiVersion: v1\nkind: Service\n# Source: not/this\nmetadata: {}\n");
  const auto& objects = files.manifests.front().objects;
  REQUIRE(objects.size() == 2);
  CHECK(objects[0].helm->chart == "shop");
  CHECK(objects[0].helm->path == "shop/charts/db/templates/x.yaml");
  CHECK(objects[0].group == "apps");
  CHECK(objects[0].version == "v1");
  CHECK(files.text(objects[0].name_place) == "web");
  CHECK(files.text(objects[1].name_place) == "Service");
  CHECK_FALSE(objects[1].helm);
  CHECK(objects[1].group.empty());
}

TEST_CASE("files beside manifests are known by their shape") {
  struct Case {
    std::string_view text;
    Shape shape;
  };
  const auto [text, shape] = GENERATE(values<Case>({
      {"apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [a.yaml]\n",
       Shape::Kustomization},
      {"resources: [a.yaml]\nnamePrefix: x-\n", Shape::Kustomization},
      {"apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: a}\n",
       Shape::Object},
      {"apiVersion: v2\nname: web\nversion: 1.0.0\n", Shape::HelmChart},
      {"services: {web: {image: nginx}}\n", Shape::Compose},
      {"on: push\njobs: {a: {}}\n", Shape::GithubWorkflow},
      {"stages: [a]\na: {script: [b]}\n", Shape::GitlabPipeline},
      {"replicaCount: 1\nimage: {}\n", Shape::HelmValues},
      {"a: 1\n", Shape::OtherMap},
      {"{}\n", Shape::OtherMap},
      {"- a\n", Shape::OtherValue},
      {"kind: Pod\nspec: {}\n", Shape::Incomplete},
  }));
  INFO(text);
  Files files("a.yaml", std::string(text));
  CHECK(files.manifests.front().shapes[static_cast<std::size_t>(shape)] == 1);
}
