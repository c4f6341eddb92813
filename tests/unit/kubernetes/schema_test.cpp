#include "kubernetes/schema.h"

#include <catch2/catch.hpp>

#include "kubernetes/crd_check.h"
#include "kubernetes/cron.h"
#include "kubernetes/field_forms.h"
#include "kubernetes/schema_table.h"
#include "support.h"

namespace stopgate::kubernetes {

namespace {

// The problems of a manifest, one a line: "path: message [suggestion]".
std::string problems_of(const std::string& text, const std::vector<int>& versions = {}) {
  const test::Single single(text);
  std::string out;
  const auto problems = check_schemas({&single.render, 1}, versions, 1);
  for (const auto& problem : problems.front()) {
    out += problem.path + ": " + problem.message;
    if (!problem.suggestion.empty()) out += " [" + problem.suggestion + "]";
    out += '\n';
  }
  return out;
}

std::string pod(const std::string& spec) {
  return "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: " + spec + "}";
}

}  // namespace

TEST_CASE("every rule names a type and a field of the table") {
  CHECK(schema_table().unused_rules == std::vector<std::string>{});
  CHECK(schema_table().oldest == 25);
  CHECK(schema_table().newest == 37);
  CHECK(schema_table().kinds.size() > 100);
}

TEST_CASE("one bad field hides no other") {
  CHECK(problems_of(pod("{containers: [{name: A_b, imagePullPolicy: alway, ports: "
                        "[{containerPort: '80'}], resources: {limits: {cpu: 1x}}}], "
                        "restartPolicy: always, hostNetwork: 'true', dnsPolicy: 5}")) ==
        "spec.containers[0].name: 'A_b' is not a DNS label: at most 63 lower case letters, digits "
        "and '-', with a letter or digit at both ends\n"
        "spec.containers[0].imagePullPolicy: 'alway' is not Always, IfNotPresent or Never "
        "[Always]\n"
        "spec.containers[0].ports[0].containerPort: this is the text '80' and must be a whole "
        "number, without quotes\n"
        "spec.containers[0].resources.limits.cpu: '1x' is no quantity: write a number and one of "
        "the suffixes n u m k M G T P E Ki Mi Gi Ti Pi Ei\n"
        "spec.restartPolicy: 'always' is not Always, Never or OnFailure [Always]\n"
        "spec.hostNetwork: this is the text 'true' and must be true or false, without quotes\n"
        "spec.dnsPolicy: this is the number 5 and must be a text; put it in quotes\n");
}

TEST_CASE("schema problems") {
  struct Row {
    std::string manifest, problems;
  };
  const std::vector<Row> rows = {
      // Fields.
      {pod("{containers: [{name: a}], volums: []}"),
       "spec.volums: field 'volums' is unknown here [volumes]\n"},
      {pod("{containers: [{name: a, livenessProbe: {httpGet: {port: 1, periodSeconds: 3}}}]}"),
       "spec.containers[0].livenessProbe.httpGet.periodSeconds: field 'periodSeconds' is unknown "
       "here [livenessProbe.periodSeconds]\n"},
      {pod("{}"), "spec: containers is required and not set\n"},
      {"{apiVersion: v1, kind: Pod, spec: {containers: []}}",
       "metadata: name is required and not set\n"},
      {"{apiVersion: v1, kind: Pod, metadata: {generateName: p-}, spec: {containers: []}}", ""},
      // What servers write is judged by its types only.
      {"{apiVersion: v1, kind: Pod, metadata: {name: p, managedFields: [{}], uid: x}, status: "
       "{phase: Odd, conditions: [{}]}}",
       ""},
      // Numbers.
      {pod("{containers: [{name: a, ports: [{containerPort: 0}]}]}"),
       "spec.containers[0].ports[0].containerPort: 0 is below the least, 1\n"},
      {pod("{containers: [{name: a, ports: [{containerPort: 80.0}]}]}"), ""},
      {pod("{containers: [], activeDeadlineSeconds: 1.5}"),
       "spec.activeDeadlineSeconds: this is the number 1.5 and must be a whole number\n"},
      {pod("{containers: [], terminationGracePeriodSeconds: -1}"),
       "spec.terminationGracePeriodSeconds: -1 is below the least, 0\n"},
      // A number or a text.
      {"{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: b}, spec: "
       "{minAvailable: 50%}}",
       ""},
      {"{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: b}, spec: "
       "{minAvailable: '1', maxUnavailable: 1}}",
       "spec.minAvailable: '1' is not a number, or a percentage such as 25%\n"
       "spec: only one of maxUnavailable and minAvailable may be set\n"},
      // Texts.
      {"{apiVersion: v1, kind: Service, metadata: {name: 1web}, spec: {ports: [{port: 80}]}}", ""},
      {"{apiVersion: v1, kind: ConfigMap, metadata: {name: c, labels: {a b: c, d: 'e f'}}, data: "
       "{'x/y': z, k: 5}}",
       "metadata.labels.a b: the key 'a b' is not a label key: at most 63 letters, digits, '-', "
       "'_' and '.', after an optional DNS name and '/'\n"
       "metadata.labels.d: 'e f' is not a label value: at most 63 letters, digits, '-', '_' and "
       "'.', with a letter or digit at both ends\n"
       "data.x/y: the key 'x/y' is not a key: at most 253 letters, digits, '-', '_' and '.'\n"
       "data.k: this is the number 5 and must be a text; put it in quotes\n"},
      {"{apiVersion: v1, kind: Secret, metadata: {name: s}, data: {a: plain!, b: YQ==, c: "
       "'ENC[x]'}}",
       "data.a: the value is no base64\n"},
      {"{apiVersion: batch/v1, kind: CronJob, metadata: {name: c}, spec: {schedule: '* * * *', "
       "jobTemplate: {spec: {template: {spec: {containers: []}}}}}}",
       "spec.schedule: '* * * *' is not a cron schedule: minute, hour, day of month, month, day of "
       "week\n"},
      {"{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: 'system:x'}, "
       "rules: "
       "[{apiGroups: [''], resources: [pods], verbs: [get]}]}",
       ""},
      // Elements of one key.
      {pod("{containers: [{name: a}, {name: a}]}"),
       "spec.containers[1]: there is an element with the same name 'a' before\n"},
      {"{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {ports: [{port: 80, name: a}, "
       "{port: 80, protocol: TCP, name: b}, {port: 80, protocol: UDP, name: c}]}}",
       "spec.ports[1]: there is an element with the same port 80, protocol 'TCP' before\n"},
      {pod("{containers: [{name: a, ports: [{containerPort: 80}, {containerPort: 80}], env: "
           "[{name: X}, {name: X}]}]}"),
       ""},
      // Members that exclude each other.
      {pod("{containers: [{name: a, readinessProbe: {periodSeconds: 1}, env: [{name: A, value: '', "
           "valueFrom: {fieldRef: {fieldPath: a}}}]}], volumes: [{name: v, emptyDir: {}, secret: "
           "{secretName: s}}, {name: w}]}"),
       "spec.containers[0].readinessProbe: one of exec, grpc, httpGet or tcpSocket is required\n"
       "spec.volumes[0]: only one of emptyDir and secret may be set\n"},
      // Put in later.
      {pod("{containers: [{name: '{{ name }}'}], activeDeadlineSeconds: '${DEADLINE}'}"), ""},
      // Kinds.
      {"{apiVersion: apps/v1, kind: Deploymnet, metadata: {name: d}}",
       ": apps/v1 has no kind 'Deploymnet' [Deployment]\n"},
      {"{apiVersion: v1, kind: Deployment, metadata: {name: d}}",
       ": v1 has no kind 'Deployment' [apps/v1]\n"},
      {"{apiVersion: extensions/v1beta1, kind: Deployment, metadata: {name: d}}", ""},
      {"{apiVersion: example.com/v1, kind: Widget, metadata: {name: d}}",
       ": the definition of example.com/v1 Widget is not here\n"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.manifest);
    CHECK(problems_of(row.manifest) == row.problems);
  }
}

TEST_CASE("fields come with versions") {
  const auto sidecar = pod("{containers: [], initContainers: [{name: a, restartPolicy: Always}]}");
  CHECK(problems_of(sidecar, {27}) ==
        "spec.initContainers[0].restartPolicy: field 'restartPolicy' came with Kubernetes 1.28, "
        "and this is for 1.27\n");
  CHECK(problems_of(sidecar, {28}).empty());
  // A fleet: told once.
  CHECK(problems_of(pod("{containers: [], hostNetwork: 1}"), {27, 31}) ==
        "spec.hostNetwork: this is the number 1 and must be true or false, without quotes\n");
}

TEST_CASE("custom resources are held to the definition in the tree") {
  const std::string definition = R"(
apiVersion: apiextensions.k8s.io/v1
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
      schema: {openAPIV3Schema: {type: object, properties: {spec: SPEC}}}
---
)";
  struct Row {
    std::string schema, spec, problems;
  };
  const std::vector<Row> rows = {
      {"{type: object, properties: {size: {type: integer, minimum: 1, maximum: 9}}}", "{size: 10}",
       "spec.size: 10 is above the most, 9\n"},
      {"{type: object, properties: {size: {type: integer}}}", "{sise: 1}",
       "spec.sise: field 'sise' is not in the schema of its definition [size]\n"},
      {"{type: object, x-kubernetes-preserve-unknown-fields: true, properties: {a: {type: "
       "string}}}",
       "{b: 1}", ""},
      {"{type: object, additionalProperties: {type: string, pattern: '^[a-z]+$'}}", "{x: A, z: b}",
       "spec.x: 'A' does not match the pattern '^[a-z]+$'\n"},
      {"{type: object, properties: {p: {x-kubernetes-int-or-string: true}}}", "{p: true}",
       "spec.p: this is the boolean true and must be a whole number or a text\n"},
      {"{type: object, required: [a], properties: {a: {type: array, minItems: 1, items: {type: "
       "boolean}}}}",
       "{a: []}", "spec.a: 0 elements, and the least is 1\n"},
      {"{type: object, properties: {a: {type: string}, b: {type: string}}, oneOf: [{required: "
       "[a]}, "
       "{required: [b]}]}",
       "{a: x, b: z}", "spec: only one of a, b may be set\n"},
      // Broken schemas are told at the definition, and take anything.
      {"{type: objekt}", "{a: 1}",
       "spec.versions[0].schema.openAPIV3Schema.properties.spec: 'objekt' is no type: object, "
       "array, string, integer, number or boolean\n"},
      {"{$ref: '#/properties/spec'}", "{a: 1}",
       "spec.versions[0].schema.openAPIV3Schema.properties.spec: $ref is not allowed in the schema "
       "of a custom resource\n"},
      {"5", "{a: 1}",
       "spec.versions[0].schema.openAPIV3Schema.properties.spec: this is the number 5 and must be "
       "a schema\n"},
  };
  for (const auto& row : rows) {
    auto text = definition;
    text.replace(text.find("SPEC"), 4, row.schema);
    CAPTURE(row.schema, row.spec);
    CHECK(problems_of(text +
                      "{apiVersion: example.com/v1, kind: Widget, metadata: {name: w}, spec: " +
                      row.spec + "}") == row.problems);
  }
}

TEST_CASE("forms of texts") {
  struct Row {
    Form form;
    std::string_view text;
    bool fits;
  };
  constexpr Row kRows[] = {
      {Form::DnsLabel, "web-1", true},       {Form::DnsLabel, "web.1", false},
      {Form::DnsLabel, "-web", false},       {Form::DnsSubdomain, "a.b-c.d", true},
      {Form::DnsSubdomain, "a..b", false},   {Form::PortName, "http", true},
      {Form::PortName, "8080", false},       {Form::PortName, "a-port-that-is-too-long", false},
      {Form::LabelKey, "a.b/c_d", true},     {Form::LabelKey, "a/b/c", false},
      {Form::NumberOrPercent, "10%", true},  {Form::NumberOrPercent, "10", false},
      {Form::Cidr, "10.0.0.0/8", true},      {Form::Cidr, "10.0.0.0/33", false},
      {Form::Cidr, "fd00::/64", true},       {Form::Ip, "10.0.0", false},
      {Form::Host, "*.example.com", true},   {Form::Host, "Example.com", false},
      {Form::Image, "nginx:1 ", false},      {Form::EnvironmentName, "MY VAR", true},
      {Form::EnvironmentName, "A=B", false}, {Form::DataKey, "..x", false},
  };
  for (const auto& row : kRows) {
    CAPTURE(row.text);
    CHECK(misfit(row.form, row.text, 37).empty() == row.fits);
  }
  CHECK_FALSE(misfit(Form::EnvironmentName, "MY VAR", 31).empty());
}

TEST_CASE("cron schedules") {
  struct Row {
    std::string_view schedule;
    std::optional<std::int64_t> gap;
  };
  const Row rows[] = {{"*/5 * * * *", 5},
                      {"0 2 * * *", 1440},
                      {"@daily", 1440},
                      {"0 0 * * 0", 7 * 1440},
                      {"0 0 * * MON-FRI", 3 * 1440},
                      {"@every 90m", 90},
                      {"0 */6 * * *", 360},
                      {"0 0 1 * *", 31 * 1440},
                      {"60 * * * *", {}},
                      {"* * * *", {}},
                      {"@often", {}},
                      {"0 0 31 2 *", {}},
                      {"TZ=UTC 0 * * * *", 60}};
  for (const auto& row : rows) {
    CAPTURE(row.schedule);
    CHECK(longest_gap_minutes(row.schedule) == row.gap);
  }
}

}  // namespace stopgate::kubernetes
