#include "kubernetes/render.h"

#include <catch2/catch.hpp>

#include "unit/kubernetes/support.h"

using stopgate::kubernetes::Pod;
using stopgate::kubernetes::Render;
using stopgate::test::Files;
using stopgate::test::Single;

namespace {

std::string object(std::string_view kind, std::string_view name, std::string_view rest = "") {
  return "apiVersion: v1\nkind: " + std::string(kind) + "\nmetadata: {name: " + std::string(name) +
         "}\n" + std::string(rest) + "---\n";
}

// "name: Kind/name …" of each render, one a line.
std::string outline(const std::vector<Render>& renders) {
  std::string text;
  for (const auto& render : renders) {
    text += render.name + ":";
    for (const auto& object : render.objects) text += " " + to_string(object);
    text += "\n";
  }
  return text;
}

std::string names(const Render& render, const std::vector<std::size_t>& objects) {
  std::string text;
  for (const auto object : objects) text += std::string(render.objects[object].name) + " ";
  return text;
}

// "type:name" of each container.
std::string containers(const Pod& pod) {
  std::string text;
  for (const auto& container : pod.containers)
    text += std::string(name_of(container.type)) + ":" + std::string(container.name) + " ";
  return text;
}

}  // namespace

TEST_CASE("files fall into renders by chart, then by collision") {
  struct Case {
    std::string_view what;
    std::map<std::string, std::string> files;
    std::string_view outline;
  };
  const auto pod = object("Pod", "a");
  const std::string shop = "# Source: shop/templates/a.yaml\n";
  const std::string bank = "# Source: bank/templates/a.yaml\n";
  const auto row = GENERATE_COPY(values<Case>({
      {"one group", {{"k/a.yaml", pod}, {"k/x/b.yaml", object("Pod", "b")}}, "k: Pod/a Pod/b\n"},
      {"two charts",
       {{"a.yaml", shop + pod}, {"b.yaml", bank + pod}},
       "bank: Pod/a\nshop: Pod/a\n"},
      {"a file joins the chart of its folder",
       {{"k/a.yaml", shop + pod}, {"k/b.yaml", object("Pod", "b")}},
       "shop: Pod/a Pod/b\n"},
      {"two charts in a folder take no file",
       {{"k/a.yaml", shop + pod}, {"k/b.yaml", bank + pod}, {"k/c.yaml", pod}},
       "bank: Pod/a\nk: Pod/a\nshop: Pod/a\n"},
      {"environments side by side",
       {{"dev/a.yaml", pod}, {"prod/a.yaml", pod}, {"prod/b.yaml", object("Pod", "b")}},
       "dev: Pod/a\nprod: Pod/a Pod/b\n"},
      {"one folder, two files with one object",
       {{"k/a.yaml", pod}, {"k/b.yaml", pod}},
       "k/a.yaml: Pod/a\nk/b.yaml: Pod/a\n"},
      {"one file with one object twice", {{"k/a.yaml", pod + pod}}, "k: Pod/a Pod/a\n"},
      {"no namespace is default",
       {{"k/a.yaml", pod},
        {"l/b.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: default}\n"}},
       "k: Pod/a\nl: Pod/default/a\n"},
      {"files without objects", {{"values.yaml", "a: 1\n"}}, ""},
  }));
  INFO(row.what);
  CHECK(outline(Files(row.files).group()) == row.outline);
}

TEST_CASE("objects are found by kind, namespace and name") {
  Single one(object("Secret", "a") + object("Secret", "b") +
             "apiVersion: v1\nkind: Secret\nmetadata: {name: a, namespace: other}\n");
  CHECK(one.render.of_kind("Secret").size() == 3);
  CHECK(one.render.of_kind("Pod").empty());
  CHECK(one.render.find("Secret", "", "a") == 0);
  CHECK(one.render.find("Secret", "default", "b") == 1);
  CHECK(one.render.find("Secret", "other", "a") == 2);
  CHECK(one.render.find("Secret", "other", "b") == std::nullopt);
  CHECK(one.render.named("Secret", "a").size() == 2);
}

TEST_CASE("a chart's objects without a namespace go where the others go") {
  const std::string source = "# Source: shop/templates/a.yaml\n";
  const auto in = [&](std::string_view name_space) {
    return source +
           "apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: " + std::string(name_space) +
           "}\n---\n";
  };
  CHECK(Single(in("shop") + source + object("Pod", "b")).render.default_namespace == "shop");
  CHECK(Single(in("shop") + in("bank")).render.default_namespace == "default");
  CHECK(Single(source + "apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nsubjects: "
                        "[{namespace: shop}]\n")
            .render.default_namespace == "shop");
  CHECK(Single(in("kube-system")).render.default_namespace == "default");
  CHECK(Single(object("Pod", "b")).render.default_namespace == "default");
  CHECK(Single(in("shop"), {.release_namespace = "live"}).render.default_namespace == "live");
}

TEST_CASE("pods are found where their kinds keep them") {
  struct Case {
    std::string_view what, text, path, containers;
    bool is_long_running, is_partial, by_shape;
  };
  const auto row = GENERATE(values<Case>({
      {"Pod", "apiVersion: v1\nkind: Pod\nspec: {containers: [{name: a}]}\n", "spec", "main:a ",
       true, false, false},
      {"Pod that ends",
       "apiVersion: v1\nkind: Pod\nspec: {restartPolicy: Never, containers: [{name: a}]}\n", "spec",
       "main:a ", false, false, false},
      {"hook",
       "apiVersion: v1\nkind: Pod\nmetadata: {annotations: {helm.sh/hook: test}}\nspec: "
       "{containers: [{name: a}]}\n",
       "spec", "main:a ", false, false, false},
      {"Deployment",
       "apiVersion: apps/v1\nkind: Deployment\nspec: {template: {spec: {containers: [{name: a}], "
       "initContainers: [{name: i}, {name: s, restartPolicy: Always}], ephemeralContainers: "
       "[{name: e}]}}}\n",
       "spec.template.spec", "init:i sidecar:s main:a ephemeral:e ", true, false, false},
      {"CronJob",
       "apiVersion: batch/v1\nkind: CronJob\nspec: {jobTemplate: {spec: {template: {spec: "
       "{containers: [{name: a}]}}}}}\n",
       "spec.jobTemplate.spec.template.spec", "main:a ", false, false, false},
      {"Argo Workflow",
       "apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nspec: {templates: [{container: {name: "
       "a}, sidecars: [{name: s}]}]}\n",
       "spec.templates[]", "main:a sidecar:s ", false, true, false},
      {"TFJob",
       "apiVersion: kubeflow.org/v1\nkind: TFJob\nspec: {tfReplicaSpecs: {Worker: {template: "
       "{spec: {containers: [{name: a}]}}}}}\n",
       "spec.tfReplicaSpecs.*.template.spec", "main:a ", false, false, false},
      {"unknown kind",
       "apiVersion: example.com/v1\nkind: App\nspec: {tiers: [{pod: {template: {spec: {containers: "
       "[{name: a, image: b}]}}}}]}\n",
       "spec.tiers[].pod.template.spec", "main:a ", true, false, true},
  }));
  INFO(row.what);
  Single one{std::string(row.text)};
  REQUIRE(one.render.pods.size() == 1);
  const auto& pod = one.render.pods.front();
  CHECK(pod.path == row.path);
  CHECK(containers(pod) == row.containers);
  CHECK(pod.is_long_running == row.is_long_running);
  CHECK(pod.is_partial == row.is_partial);
  CHECK(pod.is_recognised_by_shape == row.by_shape);
}

TEST_CASE("what is not shaped like a pod makes none") {
  const auto text = GENERATE(values<std::string>({
      "apiVersion: v1\nkind: ConfigMap\ndata: {template: {spec: {containers: [{name: a, image: "
      "b}]}}}\n",
      "apiVersion: example.com/v1\nkind: App\nspec: {template: {spec: {containers: [{name: "
      "a}]}}}\n",
      "apiVersion: example.com/v1\nkind: App\nspec: {other: {spec: {containers: [{name: a, image: "
      "b}]}}}\n",
      "apiVersion: apps/v1\nkind: Deployment\nspec: {template: {spec: 1}}\n",
  }));
  CHECK(Single(text).render.pods.empty());
}

TEST_CASE("services, budgets and autoscalers meet their pods") {
  const std::string deployment =
      "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 3, template: "
      "{metadata: {labels: {app: web}}, spec: {containers: [{name: a}]}}}\n---\n";
  struct Case {
    std::string_view what, text, services, budgets, autoscalers;
    std::int64_t least, most;
    bool is_autoscaled;
  };
  const auto row = GENERATE(values<Case>({
      {"alone", "", "", "", "", 3, 3, false},
      {"Service",
       "apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {selector: {app: web}}\n", "s ",
       "", "", 3, 3, false},
      {"Service elsewhere",
       "apiVersion: v1\nkind: Service\nmetadata: {name: s, namespace: other}\nspec: {selector: "
       "{app: web}}\n",
       "", "", "", 3, 3, false},
      {"Service without selector",
       "apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {selector: {}}\n", "", "", "", 3,
       3, false},
      {"budget of everything",
       "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: b}\nspec: {selector: "
       "{}}\n",
       "", "b ", "", 3, 3, false},
      {"budget of nothing",
       "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: b}\nspec: {}\n", "", "",
       "", 3, 3, false},
      {"HPA",
       "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: h}\nspec: "
       "{scaleTargetRef: {kind: Deployment, name: web}, maxReplicas: 5}\n",
       "", "", "h ", 1, 5, true},
      {"KEDA",
       "apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: {name: k}\nspec: "
       "{scaleTargetRef: {name: web}, minReplicaCount: 2}\n",
       "", "", "k ", 2, 100, true},
      {"HPA of another",
       "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: h}\nspec: "
       "{scaleTargetRef: {kind: StatefulSet, name: web}, maxReplicas: 5}\n",
       "", "", "", 3, 3, false},
  }));
  INFO(row.what);
  Single one(deployment + std::string(row.text));
  const auto& render = one.render;
  const auto& pod = render.pods.front();
  CHECK(names(render, pod.services) == row.services);
  CHECK(names(render, pod.disruption_budgets) == row.budgets);
  CHECK(names(render, pod.autoscalers) == row.autoscalers);
  CHECK(pod.replicas.least == row.least);
  CHECK(pod.replicas.most == row.most);
  CHECK(pod.replicas.is_autoscaled == row.is_autoscaled);
  CHECK(pod.replicas.is_declared);
}

TEST_CASE("replicas that nobody can count are not known") {
  CHECK_FALSE(Single("apiVersion: apps/v1\nkind: DaemonSet\nspec: {template: {spec: {}}}\n")
                  .render.pods.front()
                  .replicas.is_known);
  CHECK_FALSE(
      Single(
          "apiVersion: apps/v1\nkind: Deployment\nspec: {replicas: many, template: {spec: {}}}\n")
          .render.pods.front()
          .replicas.is_known);
  const auto absent =
      Single("apiVersion: apps/v1\nkind: Deployment\nspec: {template: {spec: {}}}\n")
          .render.pods.front()
          .replicas;
  CHECK(absent.is_known);
  CHECK(absent.least == 1);
  CHECK_FALSE(absent.is_declared);
}

TEST_CASE("a selector may use labels that the control plane adds") {
  Single one(
      "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: db}\nspec: {template: {metadata: "
      "{labels: {app: db}}, spec: {}}}\n---\n"
      "apiVersion: v1\nkind: Service\nmetadata: {name: first}\nspec: {selector: {app: db, "
      "statefulset.kubernetes.io/pod-name: db-0}}\n---\n"
      "apiVersion: v1\nkind: Service\nmetadata: {name: other}\nspec: {selector: "
      "{statefulset.kubernetes.io/pod-name: db-0, app: web}}\n");
  CHECK(names(one.render, one.render.pods.front().services) == "first ");
}
