#include "policy/admission.h"

namespace stopgate::policy {

namespace {

using value::Node;

constexpr std::string_view kGroup = "admissionregistration.k8s.io";

Node at(const Node& node, std::string_view key) {
  return value::step(node, intern(key));
}

std::string text_at(const Node& node, std::string_view key) {
  return std::string(at(node, key).value.string_if().value_or(""));
}

std::vector<Node> items_at(const Node& node, std::string_view key) {
  std::vector<Node> out;
  const auto list = at(node, key);
  for (std::size_t i = 0; i < list.value.items().size(); ++i) out.push_back(value::step(list, i));
  return out;
}

std::vector<std::string> texts_at(const Node& node, std::string_view key) {
  std::vector<std::string> out;
  for (const auto& item : items_at(node, key))
    if (const auto text = item.value.string_if()) out.emplace_back(*text);
  return out;
}

Expression expression_at(const Node& node, std::string_view key) {
  return {text_at(node, key), at(node, key).place};
}

std::vector<ResourceRule> read_rules(const Node& match, std::string_view key) {
  std::vector<ResourceRule> out;
  for (const auto& node : items_at(match, key)) {
    ResourceRule rule{.operations = texts_at(node, "operations"),
                      .groups = texts_at(node, "apiGroups"),
                      .versions = texts_at(node, "apiVersions"),
                      .resources = texts_at(node, "resources"),
                      .names = texts_at(node, "resourceNames")};
    if (auto scope = text_at(node, "scope"); !scope.empty()) rule.scope = std::move(scope);
    out.push_back(std::move(rule));
  }
  return out;
}

ResourceMatch read_match(const Node& node) {
  return {.rules = read_rules(node, "resourceRules"),
          .excluded = read_rules(node, "excludeResourceRules"),
          .namespace_selector = at(node, "namespaceSelector").value,
          .object_selector = at(node, "objectSelector").value,
          .is_equivalent = text_at(node, "matchPolicy") != "Exact"};
}

AdmissionPolicy read_policy(const kubernetes::Object& object) {
  const auto spec = at(object.root, "spec");
  AdmissionPolicy policy{.name = std::string(object.name), .place = object.name_place};
  const auto kind = at(spec, "paramKind");
  policy.param_api_version = text_at(kind, "apiVersion");
  policy.param_kind = text_at(kind, "kind");
  policy.constraints = read_match(at(spec, "matchConstraints"));
  for (const auto& node : items_at(spec, "matchConditions"))
    policy.conditions.push_back(expression_at(node, "expression"));
  for (const auto& node : items_at(spec, "variables"))
    policy.variables.push_back({text_at(node, "name"), expression_at(node, "expression")});
  for (const auto& node : items_at(spec, "validations"))
    policy.validations.push_back({.expression = expression_at(node, "expression"),
                                  .message = text_at(node, "message"),
                                  .message_expression = expression_at(node, "messageExpression")});
  for (const auto& node : items_at(spec, "auditAnnotations"))
    policy.audit.push_back(expression_at(node, "valueExpression"));
  policy.ignores_failure = text_at(spec, "failurePolicy") == "Ignore";
  return policy;
}

// Deny stops the request, Warn tells whoever sends it, Audit leaves a line in a log.
std::optional<finding::Severity> severity_of(const std::vector<std::string>& actions) {
  std::optional<finding::Severity> worst;
  const auto take = [&](finding::Severity severity) {
    if (!worst || *worst < severity) worst = severity;
  };
  for (const auto& action : actions) {
    if (action == "Deny") take(finding::Severity::High);
    if (action == "Warn") take(finding::Severity::Medium);
    if (action == "Audit") take(finding::Severity::Low);
  }
  return worst;
}

AdmissionBinding read_binding(const kubernetes::Object& object) {
  const auto spec = at(object.root, "spec");
  AdmissionBinding binding{.name = std::string(object.name), .policy = text_at(spec, "policyName")};
  if (const auto reference = at(spec, "paramRef"); reference.value.is_map())
    binding.params =
        ParamReference{.name = text_at(reference, "name"),
                       .name_space = text_at(reference, "namespace"),
                       .selector = at(reference, "selector").value,
                       .allows_missing = text_at(reference, "parameterNotFoundAction") == "Allow"};
  if (const auto resources = at(spec, "matchResources"); resources.value.is_map())
    binding.resources = read_match(resources);
  binding.severity = severity_of(texts_at(spec, "validationActions"));
  return binding;
}

}  // namespace

bool read_admission(const kubernetes::Object& object, bool is_given, AdmissionSet& to) {
  if (object.group != kGroup) return false;
  if (object.kind == "ValidatingAdmissionPolicy") {
    to.policies.push_back(read_policy(object));
    to.policies.back().is_given = is_given;
  } else if (object.kind == "ValidatingAdmissionPolicyBinding") {
    to.bindings.push_back(read_binding(object));
  } else if (object.kind == "MutatingAdmissionPolicy") {
    to.mutating.emplace_back(object.name);
  } else {
    return object.kind == "MutatingAdmissionPolicyBinding";
  }
  return true;
}

std::string id_of(const AdmissionPolicy& policy) {
  return "admission." + policy.name;
}

}  // namespace stopgate::policy
