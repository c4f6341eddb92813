#include "kubernetes/relations.h"

#include <catch2/catch.hpp>
#include <set>

#include "kubernetes/data.h"
#include "kubernetes/relation_table.h"
#include "unit/kubernetes/support.h"

using stopgate::kubernetes::relation_table;
using stopgate::kubernetes::RenderOptions;
using stopgate::test::Single;

namespace {

// "id field -> Kind/name[key]" and what became of it, one a line, for relations of one id.
std::string describe(const Single& single, std::string_view id) {
  std::string text;
  for (const auto& relation : single.render.relations) {
    if (relation.id != id) continue;
    text += std::string(relation.target_kind) + "/" + relation.target_name;
    if (!relation.target_key.empty()) text += "[" + relation.target_key + "]";
    if (relation.to) text += " found";
    if (relation.is_provided) text += relation.provider ? " made" : " provided";
    if (!relation.is_key_found) text += " without-key";
    if (relation.is_optional) text += " optional";
    if (relation.is_closed) text += " closed";
    if (!relation.near_miss.empty()) text += " near:" + relation.near_miss;
    if (relation.is_missing()) text += " missing";
    if (relation.is_key_missing()) text += " key-missing";
    text += " at:" + std::string(single.files.text(relation.place)) + "\n";
  }
  return text;
}

std::string pod_with(std::string_view spec) {
  return "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  " + std::string(spec) +
         "\n---\n";
}

const std::string kConfig =
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web-config}\ndata: {a: x}\nbinaryData: {b: "
    "eA==}\n---\n";

}  // namespace

TEST_CASE("references are found, missing, provided or open") {
  struct Case {
    std::string_view what, id, text, result;
  };
  const auto config = [](std::string_view reference) {
    return kConfig +
           pod_with("containers: [{name: c, env: [{name: A, valueFrom: {configMapKeyRef: " +
                    std::string(reference) + "}}]}]");
  };
  static const std::string found = config("{name: web-config, key: a}");
  static const std::string binary = config("{name: web-config, key: b}");
  static const std::string no_key = config("{name: web-config, key: z}");
  static const std::string optional = config("{name: web-confg, key: z, optional: true}");
  static const std::string near = config("{name: web-confg, key: a}");
  static const std::string far = config("{name: elsewhere, key: a}");
  static const std::string placeholder = config("{name: \"${NAME}\", key: a}");
  static const std::string external =
      pod_with("imagePullSecrets: [{name: pull}]") +
      "apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: x}\nspec: "
      "{target: {name: pull}, data: [{secretKey: k}]}\n";
  static const std::string account = pod_with("serviceAccountName: default");
  static const std::string claim_ref =
      pod_with("volumes: [{name: v, persistentVolumeClaim: {claimName: data}}]") +
      "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: data, namespace: other}\n";
  static const std::string items =
      kConfig + pod_with(
                    "volumes: [{name: v, configMap: {name: web-config, items: [{key: a, path: a}, "
                    "{key: q, path: q}]}}]");
  const auto row = GENERATE_COPY(values<Case>({
      {"found", "container.env.config-map", found, "ConfigMap/web-config[a] found at:web-config\n"},
      {"binary", "container.env.config-map", binary,
       "ConfigMap/web-config[b] found at:web-config\n"},
      {"no key", "container.env.config-map", no_key,
       "ConfigMap/web-config[z] found without-key key-missing at:z\n"},
      {"optional", "container.env.config-map", optional,
       "ConfigMap/web-confg optional near:web-config at:web-confg\n"},
      {"near", "container.env.config-map", near,
       "ConfigMap/web-confg near:web-config missing at:web-confg\n"},
      {"far", "container.env.config-map", far, "ConfigMap/elsewhere at:elsewhere\n"},
      {"placeholder", "container.env.config-map", placeholder, ""},
      {"made by another object", "pod.image-pull-secret", external, "Secret/pull made at:pull\n"},
      {"in every cluster", "pod.service-account", account,
       "ServiceAccount/default provided at:default\n"},
      {"another namespace", "pod.volume.claim", claim_ref, "PersistentVolumeClaim/data at:data\n"},
      {"each key", "pod.volume.config-map", items,
       "ConfigMap/web-config[a] found at:web-config\nConfigMap/web-config[q] found without-key "
       "key-missing at:q\n"},
  }));
  INFO(row.what);
  CHECK(describe(Single(std::string(row.text)), row.id) == row.result);
}

TEST_CASE("a closed world and external objects decide what is missing") {
  const auto text = pod_with("serviceAccountName: robot");
  CHECK(describe(Single(text), "pod.service-account") == "ServiceAccount/robot at:robot\n");
  const RenderOptions closed{.world = {.closed_kinds = {"ServiceAccount"}}};
  CHECK(describe(Single(text, closed), "pod.service-account") ==
        "ServiceAccount/robot closed missing at:robot\n");
  const RenderOptions known{.world = {.closed_kinds = {"ServiceAccount"},
                                      .external = {{.kind = "ServiceAccount", .name = "ro*"}}}};
  CHECK(describe(Single(text, known), "pod.service-account") ==
        "ServiceAccount/robot provided at:robot\n");
}

TEST_CASE("references inside one object are always closed") {
  const auto mount = [](std::string_view name) {
    return pod_with("containers: [{name: c, volumeMounts: [{name: " + std::string(name) +
                    ", mountPath: /a}]}]\n  volumes: [{name: data}]");
  };
  CHECK(describe(Single(mount("data")), "container.volume-mount") == "volume/data found at:data\n");
  CHECK(describe(Single(mount("date")), "container.volume-mount") ==
        "volume/date closed near:data missing at:date\n");
  CHECK(describe(Single(pod_with("containers: [{name: c, ports: [{name: http}], readinessProbe: "
                                 "{httpGet: {port: htp}}}]")),
                 "container.readiness-port") == "port/htp closed near:http missing at:htp\n");
  CHECK(describe(Single(pod_with("containers: [{name: c, readinessProbe: {httpGet: {port: 80}}}]")),
                 "container.readiness-port") == "");
  const std::string claim =
      "apiVersion: apps/v1\nkind: StatefulSet\nspec: {volumeClaimTemplates: [{metadata: {name: "
      "data}}], template: {spec: {containers: [{name: c, volumeMounts: [{name: data}]}]}}}\n";
  CHECK(describe(Single(claim), "container.volume-mount") == "volume/data found at:data\n");
  const std::string partial =
      "apiVersion: monitoring.coreos.com/v1\nkind: Prometheus\nspec: {containers: [{name: c, "
      "volumeMounts: [{name: x}]}]}\n";
  CHECK(describe(Single(partial), "container.volume-mount") == "volume/x at:x\n");
}

TEST_CASE("ports, namespaces and kinds are read from the reference") {
  const std::string service =
      "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{name: http, port: "
      "80}]}\n---\n";
  const auto ingress = [&](std::string_view port) {
    return service +
           "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: i}\nspec: {rules: "
           "[{http: {paths: [{backend: {service: {name: web, port: " +
           std::string(port) + "}}}]}}]}\n";
  };
  CHECK(describe(Single(ingress("{number: 80}")), "ingress.service") ==
        "Service/web[80] found at:web\n");
  CHECK(describe(Single(ingress("{name: http}")), "ingress.service") ==
        "Service/web[http] found at:web\n");
  CHECK(describe(Single(ingress("{number: 8080}")), "ingress.service") ==
        "Service/web[8080] found without-key key-missing at:8080\n");

  const auto binding = [](std::string_view subject) {
    return "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: robot, namespace: jobs}\n---\n"
           "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {name: "
           "b}\nroleRef: {kind: ClusterRole, name: view}\nsubjects: [" +
           std::string(subject) + "]\n";
  };
  CHECK(describe(Single(binding("{kind: ServiceAccount, name: robot, namespace: jobs}")),
                 "binding.service-account") == "ServiceAccount/robot found at:robot\n");
  CHECK(describe(Single(binding("{kind: ServiceAccount, name: robot, namespace: job}")),
                 "binding.service-account") == "ServiceAccount/robot at:robot\n");
  CHECK(describe(Single(binding("{kind: User, name: robot}")), "binding.service-account") == "");
  CHECK(describe(Single(binding("")), "cluster-role-binding.role") ==
        "ClusterRole/view provided at:view\n");
  const std::string issuers =
      "apiVersion: cert-manager.io/v1\nkind: ClusterIssuer\nmetadata: {name: ca}\n---\n"
      "apiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata: {name: c, namespace: "
      "other}\nspec: {issuerRef: {kind: ClusterIssuer, name: ca}}\n";
  CHECK(describe(Single(issuers), "certificate.issuer") == "ClusterIssuer/ca found at:ca\n");
  const std::string webhook =
      service +
      "apiVersion: admissionregistration.k8s.io/v1\nkind: "
      "ValidatingWebhookConfiguration\nmetadata: {name: w}\n"
      "webhooks: [{clientConfig: {service: {name: web, namespace: default, port: 443}}}]\n";
  CHECK(describe(Single(webhook), "webhook.service") ==
        "Service/web[443] found without-key key-missing at:443\n");
}

TEST_CASE("selectors are references too") {
  const std::string pods =
      "apiVersion: v1\nkind: Pod\nmetadata: {name: p, labels: {app: frontend}}\nspec: {}\n---\n";
  const auto service = [&](std::string_view selector) {
    return pods + "apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {selector: " +
           std::string(selector) + "}\n";
  };
  CHECK(describe(Single(service("{app: frontend}")), "service.pods") ==
        "Pod/app=frontend found at:{app: frontend}\n");
  CHECK(describe(Single(service("{app: fronted}")), "service.pods") ==
        "Pod/app=fronted near:app=frontend missing at:{app: fronted}\n");
  CHECK(describe(Single(service("{app: other}")), "service.pods") ==
        "Pod/app=other at:{app: other}\n");
  CHECK(describe(Single(service("{}")), "service.pods") == "");
  const std::string monitor =
      "apiVersion: v1\nkind: Service\nmetadata: {name: s, namespace: other, labels: {app: "
      "web}}\n---\n"
      "apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata: {name: m}\nspec: "
      "{selector: {matchLabels: {app: web}}";
  CHECK(describe(Single(monitor + "}\n"), "service-monitor.services") ==
        "Service/app=web at:{matchLabels: {app: web}}\n");
  CHECK(describe(Single(monitor + ", namespaceSelector: {any: true}}\n"),
                 "service-monitor.services") ==
        "Service/app=web found at:{matchLabels: {app: web}}\n");
  CHECK(describe(Single(monitor + ", namespaceSelector: {matchNames: [other]}}\n"),
                 "service-monitor.services") ==
        "Service/app=web found at:{matchLabels: {app: web}}\n");
}

TEST_CASE("the tables are whole") {
  namespace data = stopgate::kubernetes::data;
  for (const auto text : {data::kPodSpecs, data::kRelations, data::kApiVersions})
    CHECK(data::Table("table.yaml", text).diagnostics().empty());
  const auto& table = relation_table();
  std::set<std::string> ids;
  for (const auto& row : table.rows) {
    INFO(row.id);
    CHECK(ids.insert(row.id).second);
    CHECK_FALSE(row.at.empty());
    CHECK_FALSE(row.wrong.empty());
    CHECK((row.scope != stopgate::kubernetes::Scope::Object || !row.from.empty()));
    CHECK((!row.to.kind.empty() || !row.kind.empty() || !row.selects.empty()));
    CHECK((!row.is_within || row.scope != stopgate::kubernetes::Scope::Object));
  }
  CHECK(ids.size() > 120);
}
