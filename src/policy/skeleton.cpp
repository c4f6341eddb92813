#include "policy/skeleton.h"

namespace stopgate::policy {

namespace {

struct Body {
  std::string_view middle;    // match and validations
  std::string_view examples;  // pass, then fail
};

constexpr Body kContainer{
    R"(match: {kinds: [Deployment, StatefulSet, DaemonSet]}
validations:
  - expression: has(container.readinessProbe)
    messageExpression: "'container ' + container.name + ' has no readiness probe'"
)",
    R"(examples:
  - pass: the correct code that looks like the mistake
    kubernetes: |
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec:
            containers:
              - name: web
                image: registry.example.com/web:1.4
                readinessProbe: {httpGet: {path: /ready, port: 8080}}
  - fail: the mistake
    kubernetes: |
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec:
            containers:
              - name: web  # <- container web has no readiness probe
                image: registry.example.com/web:1.4
)"};

constexpr Body kObject{
    R"(match: {kinds: [ConfigMap]}
validations:
  - expression: has(object.metadata.labels) && 'team' in object.metadata.labels
    messageExpression: "object.kind + ' ' + object.metadata.name + ' names no team'"
    at: object.metadata.name
)",
    R"(examples:
  - pass: the correct code that looks like the mistake
    kubernetes: |
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings, labels: {team: shop}}
  - fail: the mistake
    kubernetes: |
      apiVersion: v1
      kind: ConfigMap
      metadata:
        name: settings  # <- ConfigMap settings names no team
)"};

constexpr Body kResource{
    R"(match: {types: [aws_s3_bucket]}
validations:
  - expression: resource.force_destroy != true
    messageExpression: "'bucket ' + meta.name + ' is deleted with all its objects'"
)",
    R"(examples:
  - pass: the correct code that looks like the mistake
    terraform: |
      variable "force" {}
      resource "aws_s3_bucket" "plain" {}
      resource "aws_s3_bucket" "unknown" {
        force_destroy = var.force
      }
  - fail: the mistake
    terraform: |
      resource "aws_s3_bucket" "logs" {
        force_destroy = true  # <- bucket logs is deleted with all its objects
      }
)"};

constexpr Body kChange{
    R"(match: {types: [aws_db_instance], actions: [delete, replace]}
validations:
  - expression: change.before.deletion_protection == true
    messageExpression: "change.action + ' of ' + change.address + ', which nothing protects'"
)",
    R"(examples:
  - pass: the correct plan that looks like the mistake
    plan:
      resource_changes:
        - address: aws_db_instance.orders
          type: aws_db_instance
          name: orders
          mode: managed
          change: {actions: [update], before: {deletion_protection: false}, after: {deletion_protection: true}}
  - fail: the mistake
    plan: |
      resource_changes:
        - address: aws_db_instance.orders  # <- delete of aws_db_instance.orders, which nothing protects
          type: aws_db_instance
          name: orders
          mode: managed
          change: {actions: [delete], before: {deletion_protection: false}, after: null}
)"};

const Body* body_of(Target target) {
  if (target == Target::Container) return &kContainer;
  if (target == Target::Object) return &kObject;
  if (target == Target::Resource) return &kResource;
  return target == Target::Change ? &kChange : nullptr;
}

}  // namespace

Target usual_target(std::string_view id) {
  if (id.starts_with("k8s.")) return Target::Container;
  return id.starts_with("plan.") ? Target::Change : Target::Resource;
}

std::string policy_skeleton(std::string_view id, Target target) {
  const auto* body = body_of(target);
  if (body == nullptr) return {};
  std::string out = "id: " + std::string(id) + "\n";
  out += "title: Say in one line what is wrong\n";
  out += "severity: medium\n";
  out += "target: " + std::string(name_of(target)) + "\n";
  out += body->middle;
  out += "incident: Say what breaks when this merges, and who sees it.\n";
  out += "remediation: Say what to type.\n";
  return out + std::string(body->examples);
}

}  // namespace stopgate::policy
