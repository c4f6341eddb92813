#include "policy/admission_match.h"

#include <algorithm>

namespace stopgate::policy {

namespace {

using Answer = kubernetes::Match;
using kubernetes::Selector;

bool holds(const std::vector<std::string>& list, std::string_view text) {
  return std::ranges::any_of(list,
                             [&](const std::string& each) { return each == "*" || each == text; });
}

// "*/*" is every resource and its subresources; "pods/exec" is none that a manifest makes.
bool names_resource(const std::vector<std::string>& list, std::string_view resource) {
  return holds(list, resource) || std::ranges::find(list, "*/*") != list.end();
}

bool matches_rule(const ResourceRule& rule, const AdmissionRequest& request, bool is_equivalent) {
  const bool is_scope =
      rule.scope == "*" || rule.scope == (request.is_namespaced ? "Namespaced" : "Cluster");
  return is_scope && holds(rule.operations, request.operation) &&
         holds(rule.groups, request.group) &&
         (is_equivalent || holds(rule.versions, request.version)) &&
         names_resource(rule.resources, request.resource) &&
         (rule.names.empty() || std::ranges::find(rule.names, request.name) != rule.names.end());
}

// {} and nothing written select all.
bool selects_all(const value::Value& selector) {
  return selector.is_null() || Selector::read(selector).selects_everything();
}

Answer matches_namespace(const ResourceMatch& match, const AdmissionRequest& request) {
  const bool has_labels = request.is_namespaced || request.is_namespace;
  if (selects_all(match.namespace_selector) || !has_labels) return Answer::Yes;
  const auto selector = Selector::read(match.namespace_selector);
  if (request.is_namespace) return selector.match({.written = request.labels});
  const kubernetes::Labels labels{.written = request.namespace_labels};
  if (request.has_namespace_labels) return selector.match(labels);
  // The name is a label that every namespace has: what it decides is decided.
  for (const auto& requirement : selector.requirements())
    if (requirement.key.text() != "kubernetes.io/metadata.name") return Answer::Unknown;
  return selector.match(labels);
}

bool matches_object(const ResourceMatch& match, const AdmissionRequest& request) {
  if (selects_all(match.object_selector)) return true;
  const auto selector = Selector::read(match.object_selector);
  const bool is_delete = request.operation == "DELETE";
  return (!is_delete && selector.may_match({.written = request.labels})) ||
         (request.operation != "CREATE" && selector.may_match({.written = request.old_labels}));
}

}  // namespace

bool has_rule_for(const ResourceMatch& match, const AdmissionRequest& request) {
  const auto is_hit = [&](const ResourceRule& rule) {
    return matches_rule(rule, request, match.is_equivalent);
  };
  return std::ranges::any_of(match.rules, is_hit) && std::ranges::none_of(match.excluded, is_hit);
}

Answer matches(const ResourceMatch& match, const AdmissionRequest& request) {
  // A binding may narrow by selectors alone.
  const bool is_named =
      match.rules.empty()
          ? match.excluded.empty() ||
                std::ranges::none_of(match.excluded,
                                     [&](const ResourceRule& rule) {
                                       return matches_rule(rule, request, match.is_equivalent);
                                     })
          : has_rule_for(match, request);
  if (!is_named || !matches_object(match, request)) return Answer::No;
  return matches_namespace(match, request);
}

}  // namespace stopgate::policy
