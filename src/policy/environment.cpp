#include "policy/environment.h"

#include <array>

namespace stopgate::policy {

namespace {

constexpr VariableInfo kObject{
    "object", "the Kubernetes object, as written; ask has() before reading a field"};
constexpr VariableInfo kWorkload{
    "workload",
    "the object that makes the pods: kind, name, namespace, apiVersion, group, replicas, "
    "maxReplicas, replicasDeclared, autoscaled, "
    "replicasKnown, longRunning, helmHook, selector, podLabels, podAnnotations, services, "
    "disruptionBudgets, autoscalers, partial, object"};
constexpr VariableInfo kPod{"pod",
                            "the pod: spec and metadata as written; labels, annotations, path, "
                            "longRunning, helmHook, partial, receivesTraffic, services, "
                            "serviceAccountName, namespace, object, replicas, maxReplicas, "
                            "replicasKnown, surge and unavailable (pods more and fewer during "
                            "a rollout), containers"};
constexpr VariableInfo kContainer{"container",
                                  "the container, as written; ask has() before reading a field"};
constexpr VariableInfo kContainerType{"containerType", "main, init, sidecar or ephemeral"};
constexpr VariableInfo kSecurity{"security",
                                 "the container's effective securityContext, with what it inherits "
                                 "from the pod; unset fields are null"};
constexpr VariableInfo kRelation{
    "relation",
    "the reference: id, field, kind, namespace, name, key, found, keyFound, missing (surely not "
    "there, or a near miss), keyMissing, "
    "optional, closed, nearMiss, consequence"};
constexpr VariableInfo kRender{"render", "the set of manifests: name, objects"};
constexpr VariableInfo kProblem{
    "problem",
    "what the API server would say: kind (unknown-kind, unknown-field, missing-field, wrong-type, "
    "wrong-value, broken-schema; no-schema is unknown), path, message, suggestion"};
constexpr VariableInfo kResource{
    "resource",
    "the resource's arguments: an unset one is null, a nested block is a list, as in a plan"};
constexpr VariableInfo kMeta{
    "meta",
    "address, type, name, mode, module, provider, symbolic, source (configuration or plan), "
    "action, tags (effective, with default_tags), "
    "references, mentions (how often its module names it; null without configuration), "
    "lifecycle"};
constexpr VariableInfo kBlock{
    "block", "the block's arguments: an unset one is null, a nested block is a list"};
constexpr VariableInfo kBlockMeta{
    "meta", "type, labels, name, module, references (how often the module names it)"};
constexpr VariableInfo kRoot{
    "root",
    "the root module: path, resources (meta of each), blocks (type, labels, name, module, block)"};
constexpr VariableInfo kChange{
    "change",
    "the planned change: address, previousAddress, type, name, index, module, mode, provider, "
    "actions, action, createBeforeDestroy, "
    "reason, cause (in words), before, after, replacePaths, "
    "changed, escaped (paths where a sensitive value came to stand unmarked), tagOnly, "
    "computedOnly, imported, importId, deposed, lossClass, lossNote, planMode, "
    "guards, guardsAfter"};
constexpr VariableInfo kPlan{"plan",
                             "the plan: path, mode, errored, complete, applyable, "
                             "terraformVersion, managedBefore (how many resources there were), "
                             "changes, renames (kind, from, to, block), indexShifts (resource, "
                             "index, shifted), deferred, drift, outputs, checks"};
constexpr VariableInfo kStatement{
    "statement",
    "the statement, with a list where IAM allows a scalar: sid, effect, actions, notActions, "
    "resources, notResources, principals, "
    "notPrincipals, conditions (operator, key, values)"};
constexpr VariableInfo kDocument{
    "document",
    "the policy document: use (identity, trust, resource, boundary), argument, statements"};

constexpr VariableInfo kNewObject{
    "object", "the Kubernetes object after the change; null when it is removed"};
constexpr VariableInfo kOldObject{
    "oldObject",
    "the object before the change; null when it is new. Without a base nothing is evaluated"};
constexpr VariableInfo kFile{"file",
                             "the file of Terraform code: path, differences (what 'terraform fmt' "
                             "would write instead: text, "
                             "at the lines that it replaces)"};

constexpr std::array kOfFile{kFile};

constexpr VariableInfo kAccess{
    "access",
    "what the plan newly lets someone do, by meaning: kind (identity, trust, resource, "
    "organisation), address, argument, who and holders (\"role app\"), new, gained and lost (each: "
    "text, actions, resources, everyResource, inverts, services, levels {list, read, tagging, "
    "write, permissions}, levelsText, condition, witness, decided), gainedText, lostText, "
    "heldText, "
    "admin, escalations (newly open: name, text, actions, direct, conditional, self), credentials "
    "and exfiltration (actions newly allowed on every resource), lostConditions, lostBoundary, "
    "notKnown, audience (trust, resource: kind everyone, limited, account, principal, service, "
    "federated or canonical; id, account, foreign, externalId, subject, limitsSubject, "
    "limitsSource)"};

constexpr VariableInfo kExposure{
    "exposure",
    "what the plan newly makes reachable, as sets of addresses and ports: address, kind (security "
    "group, network ACL, firewall, load balancer, database, cluster), name, new, known, opened and "
    "closed (each: text, protocol, firstPort, lastPort, sources, everywhere)"};
constexpr VariableInfo kWorkflow{
    "workflow",
    "the CI file: format (github, action, gitlab, jenkins), path, name, triggers (names), root (as "
    "written; null for Jenkins), variables (name, text), expressions, jobs"};
constexpr VariableInfo kJob{
    "job",
    "the job: id, node (as written), environment, approved (somebody says yes before it runs; "
    "unknown where the caller decides), uses, needs, images (text, repository, tag, digest), "
    "variables, expressions, steps"};
constexpr VariableInfo kStep{
    "step",
    "the step: name, index, section, node (as written), uses, action (owner/name), ref (behind "
    "the @), approved, hasSecrets, commands (text, words, piped, redirected), pushes (images that "
    "it pushes), variables (name, text), expressions (text, field, contexts, functions, closed)"};
constexpr VariableInfo kDeployed{
    "deployed",
    "images that manifests of the repository run: text, repository, tag, digest, object"};

constexpr VariableInfo kWorkflowProblem{
    "problem",
    "what GitHub would say: kind (syntax, expression), message, suggestion (what was probably "
    "meant, or '')"};
constexpr VariableInfo kConfigurationProblem{
    "problem",
    "what Terraform, or a careful reader, would say of its code: kind (syntax, configuration, "
    "slash-comment, legacy-index, bare-interpolation, empty-list-equality, short-lookup, "
    "duplicate-key, remote-workspace), message, suggestion (what to do, or '')"};

constexpr std::array kOfObject{kObject};
constexpr std::array kOfObjectChange{kNewObject, kOldObject};
constexpr std::array kOfWorkload{kObject, kWorkload, kPod};
constexpr std::array kOfContainer{kObject, kWorkload, kPod, kContainer, kContainerType, kSecurity};
constexpr std::array kOfRelation{kRelation, kObject};
constexpr std::array kOfRender{kRender};
constexpr std::array kOfSchemaProblem{kProblem, kObject};
constexpr std::array kOfResource{kResource, kMeta};
constexpr std::array kOfBlock{kBlock, kBlockMeta};
constexpr std::array kOfRoot{kRoot};
constexpr std::array kOfChange{kChange};
constexpr std::array kOfPlan{kPlan};
constexpr std::array kOfStatement{kStatement, kDocument, kResource, kMeta};
constexpr std::array kOfDocument{kDocument, kResource, kMeta};
constexpr std::array kOfAccess{kAccess};
constexpr std::array kOfExposure{kExposure};

constexpr std::array kOfWorkflow{kWorkflow};
constexpr std::array kOfWorkflowProblem{kWorkflowProblem, kWorkflow};
constexpr std::array kOfConfigurationProblem{kConfigurationProblem};
constexpr std::array kOfJob{kJob, kWorkflow};
constexpr std::array kOfStep{kStep, kJob, kWorkflow, kDeployed};

constexpr std::array kCommon{
    VariableInfo{"params", "the policy's parameters, with their defaults"},
    VariableInfo{"kubernetes",
                 "the Kubernetes version reviewed for: version (\"1.31\"), minor (31), given "
                 "(false: the newest known); of a fleet these are the newest, with oldest and "
                 "minors, and clusters: name and minor of each"},
    VariableInfo{"asOf",
                 "the day reviewed for, \"2025-12-31\": --as-of, or that of the dated facts"},
};

}  // namespace

std::span<const VariableInfo> variables_of(Target target) {
  switch (target) {
    case Target::Object:
      return kOfObject;
    case Target::ObjectChange:
      return kOfObjectChange;
    case Target::Workload:
    case Target::Pod:
      return kOfWorkload;
    case Target::Container:
      return kOfContainer;
    case Target::Relation:
      return kOfRelation;
    case Target::Render:
      return kOfRender;
    case Target::SchemaProblem:
      return kOfSchemaProblem;
    case Target::Resource:
      return kOfResource;
    case Target::Block:
      return kOfBlock;
    case Target::Root:
      return kOfRoot;
    case Target::Change:
      return kOfChange;
    case Target::Plan:
      return kOfPlan;
    case Target::IamStatement:
      return kOfStatement;
    case Target::IamPolicy:
      return kOfDocument;
    case Target::File:
      return kOfFile;
    case Target::IamChange:
      return kOfAccess;
    case Target::ExposureChange:
      return kOfExposure;
    case Target::Workflow:
      return kOfWorkflow;
    case Target::Job:
      return kOfJob;
    case Target::Step:
      return kOfStep;
    case Target::WorkflowProblem:
      return kOfWorkflowProblem;
    case Target::ConfigurationProblem:
      return kOfConfigurationProblem;
  }
  return {};
}

std::span<const VariableInfo> common_variables() {
  return kCommon;
}

TargetEnvironment make_environment(Target target) {
  static const auto functions = [] {
    auto environment = cel::Environment::standard();
    add_kubernetes_functions(environment);
    add_terraform_functions(environment);
    add_text_functions(environment);
    return environment;
  }();
  TargetEnvironment out{functions.copy(), {}};
  for (const auto variables : {variables_of(target), common_variables()})
    for (const auto& variable : variables)
      out.slots.emplace(variable.name,
                        out.environment.declare(std::string(variable.name), cel::Type::dyn()));
  return out;
}

}  // namespace stopgate::policy
