#include "policy/fact_types.h"

#include <algorithm>
#include <array>

namespace stopgate::policy {

namespace {

constexpr std::array kTypes{
    // Kubernetes
    FactType{"workload",
             "kind, name, namespace, apiVersion, group, replicas, maxReplicas, "
             "replicasDeclared, autoscaled, replicasKnown, longRunning, helmHook, selector, "
             "podLabels: {}, podAnnotations: {}, services: [], disruptionBudgets: [], "
             "autoscalers: [], partial, object: object"},
    FactType{"pod",
             "spec: core.v1.PodSpec, metadata: meta.v1.ObjectMeta, labels: {}, annotations: {}, "
             "path, longRunning, helmHook, partial, receivesTraffic, "
             "services: [core.v1.Service], serviceAccountName, namespace, object: object, "
             "replicas, maxReplicas, replicasKnown, surge, unavailable, "
             "containers: [container of a pod]"},
    FactType{"container of a pod", "container: container, name, type, security: security"},
    FactType{"relation",
             "id, field, kind, namespace, name, key, nearMiss, found, keyFound, missing, "
             "keyMissing, optional, closed, consequence"},
    FactType{"render", "name, objects: []"},
    FactType{"problem", "kind, path, message, suggestion"},
    FactType{"problem of code", "kind, message, suggestion"},
    FactType{"kubernetes", "version, minor, given, oldest, minors: [], clusters: [cluster]"},
    FactType{"cluster", "name, minor"},
    // Terraform
    FactType{"meta",
             "address, type, name, mode, module, provider, symbolic, source, action, tags, "
             "references: [reference], mentions, lifecycle: lifecycle"},
    FactType{"reference", "argument, target, attribute"},
    FactType{"lifecycle",
             "preventDestroy, createBeforeDestroy, ignoresAllChanges, ignoreChanges: []"},
    FactType{"meta of a block", "type, labels: [], name, module, references"},
    FactType{"root", "path, resources: [meta], blocks: [block of a root]"},
    FactType{"block of a root", "type, labels: [], name, module, block"},
    FactType{"file", "path, differences: [difference]"},
    FactType{"difference", "text"},
    // Plans
    FactType{"change",
             "address, previousAddress, type, name, index, module, mode, provider, actions: [], "
             "action, createBeforeDestroy, reason, cause, before: resource, after: resource, "
             "replacePaths: [], changed: [], escaped: [], tagOnly, computedOnly, imported, "
             "importId, deposed, lossClass, lossNote, planMode, guards: [], guardsAfter: []"},
    FactType{"plan",
             "path, mode, errored, complete, applyable, terraformVersion, managedBefore, "
             "changes: [change], renames: [rename], indexShifts: [index shift], "
             "deferred: [change], drift: [change], outputs: [output], checks: [check]"},
    FactType{"rename", "kind, from, to, block"},
    FactType{"index shift", "resource, index, shifted"},
    FactType{"output", "name, action, before, after"},
    FactType{"check", "address, status, problems: []"},
    // Rights and reach
    FactType{"document", "use, argument, statements: [statement]"},
    FactType{"statement",
             "sid, effect, actions: [], notActions: [], resources: [], notResources: [], "
             "principals, notPrincipals, conditions: [condition]"},
    FactType{"condition", "operator, key, values: []"},
    FactType{"access",
             "kind, address, argument, who, holders: [], new, gained: [permissions], "
             "lost: [permissions], gainedText, lostText, heldText, admin, "
             "escalations: [escalation], credentials: [], exfiltration: [], lostConditions: [], "
             "lostBoundary, notKnown: [], audience: audience"},
    FactType{"permissions",
             "text, actions: [], resources: [], everyResource, inverts, services: [], "
             "levels: levels, levelsText, condition, witness, decided"},
    FactType{"levels", "list, read, tagging, write, permissions"},
    FactType{"escalation", "name, text, actions: [], direct, conditional, self"},
    FactType{"audience",
             "kind, id, account, foreign, externalId, subject, limitsSubject, limitsSource"},
    FactType{"exposure", "address, kind, name, new, known, opened: [flow], closed: [flow]"},
    FactType{"flow", "text, protocol, firstPort, lastPort, sources: [], everywhere"},
    // Pipelines
    FactType{"workflow",
             "format, path, name, triggers: [], root, variables: [setting], "
             "expressions: [expression], jobs: [job]"},
    FactType{"job",
             "id, node, environment, approved, uses, needs: [], images: [image], "
             "variables: [setting], expressions: [expression], steps: [step]"},
    FactType{"step",
             "name, index, section, node, uses, action, ref, approved, hasSecrets, "
             "commands: [command], pushes: [image], variables: [setting], "
             "expressions: [expression]"},
    FactType{"command", "text, words: [], piped, redirected"},
    FactType{"setting", "name, text"},
    FactType{"expression", "text, field, contexts: [], functions: [], closed"},
    FactType{"image", "text, repository, knownEnd, tag, digest, object"},
};

}  // namespace

std::span<const FactType> fact_types() {
  return kTypes;
}

std::string_view fact_type_of(Target target, std::string_view variable) {
  if (variable == "meta") return target == Target::Block ? "meta of a block" : "meta";
  if (variable == "deployed") return "[image]";
  if (variable == "problem" && target != Target::SchemaProblem) return "problem of code";
  const auto found = std::ranges::find(kTypes, variable, &FactType::name);
  return found == kTypes.end() ? std::string_view{} : found->name;
}

}  // namespace stopgate::policy
