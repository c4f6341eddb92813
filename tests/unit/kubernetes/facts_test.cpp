#include "kubernetes/facts.h"

#include <catch2/catch.hpp>

#include "kubernetes/lifecycle.h"
#include "kubernetes/suppressions.h"
#include "unit/kubernetes/support.h"

using stopgate::Arena;
using stopgate::intern;
using stopgate::kubernetes::container_security;
using stopgate::kubernetes::find_lifecycle;
using stopgate::kubernetes::find_suppressions;
using stopgate::kubernetes::kubernetes_minor;
using stopgate::kubernetes::pod_facts;
using stopgate::kubernetes::workload_facts;
using stopgate::test::Single;
using stopgate::value::step;
using stopgate::value::to_text;

namespace {

const std::string kShop =
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  replicas: 2\n  "
    "selector: {matchLabels: {app: web}}\n"
    "  template:\n    metadata: {labels: {app: web}}\n    spec:\n      hostNetwork: true\n      "
    "containers: [{name: api, image: x}]\n---\n"
    "apiVersion: v1\nkind: Service\nmetadata: {name: front}\nspec: {selector: {app: web}}\n---\n"
    "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: budget}\nspec: {selector: "
    "{matchLabels: {app: web}}, minAvailable: 1}\n";

}  // namespace

TEST_CASE("a workload's facts") {
  Single one(kShop);
  Arena arena;
  const auto facts = workload_facts(one.render, one.render.pods.front(), arena);
  struct Case {
    std::string_view member, text;
  };
  const auto [member, text] = GENERATE(values<Case>({
      {"kind", R"("Deployment")"},
      {"name", R"("web")"},
      {"namespace", R"("default")"},
      {"apiVersion", R"("apps/v1")"},
      {"group", R"("apps")"},
      {"replicas", "2"},
      {"maxReplicas", "2"},
      {"replicasDeclared", "true"},
      {"autoscaled", "false"},
      {"replicasKnown", "true"},
      {"longRunning", "true"},
      {"helmHook", "false"},
      {"selector", R"({"matchLabels":{"app":"web"}})"},
      {"podLabels", R"({"app":"web"})"},
      {"podAnnotations", "{}"},
      {"services", R"(["front"])"},
      {"autoscalers", "[]"},
      {"partial", "false"},
  }));
  INFO(member);
  CHECK(to_text(facts.get(member)) == text);
  CHECK(facts.get("disruptionBudgets").items().front().get("spec").get("minAvailable").as_int() ==
        1);
  CHECK(facts.get("object").get("kind").as_string() == "Deployment");
  CHECK(facts.get("nothing").is_absent());
}

TEST_CASE("a pod's facts keep the places of what was written") {
  Single one(kShop);
  Arena arena;
  const auto facts = pod_facts(one.render, one.render.pods.front(), arena);
  CHECK(facts.get("receivesTraffic").as_bool());
  CHECK(facts.get("services").items().size() == 1);
  CHECK(facts.get("serviceAccountName").as_string() == "default");
  CHECK(facts.get("path").as_string() == "spec.template.spec");
  CHECK(to_text(facts.get("labels")) == R"({"app":"web"})");
  CHECK(to_text(facts.get("annotations")) == "{}");
  const auto spec = step({facts, {}}, intern("spec"));
  CHECK(spec.place == one.render.pods.front().spec.place);
  CHECK(one.files.text(step(spec, intern("hostNetwork")).place) == "true");
  const auto container = step(step({facts, {}}, intern("containers")), 0);
  CHECK(one.files.text(container.place) == "{name: api, image: x}");
  CHECK(container.value.get("type").as_string() == "main");
  CHECK(to_text(container.value.get("security")) == "{}");
}

TEST_CASE("the security context a container runs with") {
  struct Case {
    std::string_view what, pod, container, security;
  };
  const auto row = GENERATE(values<Case>({
      {"nothing", "{}", "{}", "{}"},
      {"the pod's", "{runAsUser: 1, fsGroup: 2}", "{}", R"({"runAsUser":1,"fsGroup":2})"},
      {"the container's wins", "{runAsUser: 1, runAsNonRoot: true}", "{runAsUser: 0}",
       R"({"runAsUser":0,"runAsNonRoot":true})"},
      {"whole values replace", "{seLinuxOptions: {level: a, role: b}}",
       "{seLinuxOptions: {level: c}}", R"({"seLinuxOptions":{"level":"c"}})"},
      {"windows options merge", "{windowsOptions: {runAsUserName: a, hostProcess: false}}",
       "{windowsOptions: {hostProcess: true}}",
       R"({"windowsOptions":{"runAsUserName":"a","hostProcess":true}})"},
      {"not the pod's to say", "{privileged: true}", "{}", "{}"},
      {"privileged escalates", "{}", "{privileged: true, allowPrivilegeEscalation: false}",
       R"({"privileged":true,"allowPrivilegeEscalation":true})"},
      {"so does SYS_ADMIN", "{}", "{capabilities: {add: [CAP_SYS_ADMIN]}}",
       R"({"capabilities":{"add":["CAP_SYS_ADMIN"]},"allowPrivilegeEscalation":true})"},
      {"null is nothing", "{runAsUser: 5}", "{runAsUser: null}", R"({"runAsUser":5})"},
  }));
  INFO(row.what);
  Single one("apiVersion: v1\nkind: Pod\nspec: {securityContext: " + std::string(row.pod) +
             ", containers: [{name: c, securityContext: " + std::string(row.container) + "}]}\n");
  Arena arena;
  const auto& pod = one.render.pods.front();
  CHECK(to_text(container_security(pod, pod.containers.front(), arena)) == row.security);
}

TEST_CASE("an AppArmor annotation counts where no field speaks") {
  const auto security = [](std::string_view context) {
    Single one(
        "apiVersion: v1\nkind: Pod\nmetadata: {annotations: "
        "{container.apparmor.security.beta.kubernetes.io/c: localhost/mine}}\n"
        "spec: {containers: [{name: c, securityContext: " +
        std::string(context) + "}]}\n");
    Arena arena;
    const auto& pod = one.render.pods.front();
    return to_text(container_security(pod, pod.containers.front(), arena));
  };
  CHECK(security("{}") == R"({"appArmorProfile":{"type":"Localhost","localhostProfile":"mine"}})");
  CHECK(security("{appArmorProfile: {type: Unconfined}}") ==
        R"({"appArmorProfile":{"type":"Unconfined"}})");
}

TEST_CASE("lifecycles of APIs") {
  struct Case {
    std::string_view api, kind, component, deprecated, removed, use;
  };
  const auto row = GENERATE(values<Case>({
      {"extensions/v1beta1", "Ingress", "kubernetes", "1.14", "1.22", "networking.k8s.io/v1"},
      {"batch/v1beta1", "CronJob", "kubernetes", "1.21", "1.25", "batch/v1"},
      {"flowcontrol.apiserver.k8s.io/v1beta1", "FlowSchema", "kubernetes", "1.23", "1.26",
       "flowcontrol.apiserver.k8s.io/v1"},
      {"policy/v1beta1", "PodSecurityPolicy", "kubernetes", "1.21", "1.25", ""},
      {"cert-manager.io/v1alpha2", "Certificate", "cert-manager", "1.4.0", "1.6.0",
       "cert-manager.io/v1"},
  }));
  INFO(row.api << " " << row.kind);
  const auto* lifecycle = find_lifecycle(row.api, row.kind);
  REQUIRE(lifecycle != nullptr);
  CHECK(lifecycle->component == row.component);
  CHECK(lifecycle->deprecated_in == row.deprecated);
  CHECK(lifecycle->removed_in == row.removed);
  CHECK(lifecycle->replacement == row.use);
}

TEST_CASE("what stays has no lifecycle, versions are read as minors") {
  CHECK(find_lifecycle("apps/v1", "Deployment") == nullptr);
  CHECK(find_lifecycle("v1", "Endpoints")->replacement_kind == "EndpointSlice");
  CHECK(find_lifecycle("batch/v1beta1", "CronJob")->replacement_kind == "CronJob");
  CHECK_FALSE(find_lifecycle("networking.k8s.io/v1alpha1", "ClusterCIDR")->is_served_by_default);
  CHECK(find_lifecycle("batch/v1beta1", "CronJob")->removed == 25);
  CHECK(find_lifecycle("cert-manager.io/v1alpha2", "Certificate")->removed == std::nullopt);
  CHECK(kubernetes_minor("1.22") == 22);
  CHECK(kubernetes_minor("v1.7.3") == 7);
  CHECK(kubernetes_minor("2.0") == std::nullopt);
  CHECK(kubernetes_minor("1.x") == std::nullopt);
}

TEST_CASE("suppressions of other tools") {
  struct Case {
    std::string_view metadata, found;  // "tool id reason container"
  };
  const auto row = GENERATE(values<Case>({
      {"annotations: {ignore-check.kube-linter.io/no-read-only-root-fs: why}",
       "kube-linter no-read-only-root-fs 'why' ''"},
      {"annotations: {kube-linter.io/ignore-all: why}", "kube-linter * 'why' ''"},
      {"annotations: {kube-score/ignore: 'a, b'}", "kube-score a '' '';kube-score b '' ''"},
      {"annotations: {polaris.fairwinds.com/exempt: 'true'}", "polaris * '' ''"},
      {"annotations: {polaris.fairwinds.com/cpuLimitsMissing-exempt: 'true'}",
       "polaris cpuLimitsMissing '' ''"},
      {"annotations: {polaris.fairwinds.com/exempt: truthy}", ""},
      {"annotations: {checkov.io/skip1: CKV_K8S_1=because it must}",
       "checkov CKV_K8S_1 'because it must' ''"},
      {"annotations: {bridgecrew.io/skip2: CKV_K8S_2}", "checkov CKV_K8S_2 '' ''"},
      {"annotations: {monokle.io/suppress.pss.host-path-volumes: fine}",
       "monokle pss.host-path-volumes 'fine' ''"},
      {"annotations: {monokle.io/suppress.KSV001: 'false'}", ""},
      {"labels: {kubeaudit.io/allow-run-as-root: why}", "kubeaudit allow-run-as-root 'why' ''"},
      {"labels: {container.kubeaudit.io/api.allow-privileged: why}",
       "kubeaudit allow-privileged 'why' 'api'"},
      {"annotations: {example.com/ignore: a}", ""},
  }));
  INFO(row.metadata);
  const auto texts = [](const Single& one) {
    std::string text;
    for (const auto& [tool, id, reason, container, place] : find_suppressions(one.render, 0))
      text += (text.empty() ? "" : ";") + tool + " " + id + " '" + reason + "' '" + container + "'";
    return text;
  };
  const std::string metadata(row.metadata);
  CHECK(texts(Single("apiVersion: v1\nkind: Pod\nmetadata: {" + metadata + "}\nspec: {}\n")) ==
        row.found);
  CHECK(texts(Single("apiVersion: apps/v1\nkind: Deployment\nspec: {template: {metadata: {" +
                     metadata + "}, spec: {}}}\n")) == row.found);
}
