#include "policy/load.h"

#include <algorithm>
#include <array>
#include <unordered_set>

#include "base/text.h"
#include "kubernetes/reader.h"
#include "policy/fields.h"
#include "yaml/reader.h"

namespace stopgate::policy {

namespace {

constexpr std::array<std::string_view, 18> kPolicyFields = {
    "id",          "title",   "severity",        "target",    "enabled",     "secret",
    "match",       "params",  "matchConditions", "variables", "validations", "incident",
    "remediation", "aliases", "references",      "examples",  "deprecated", "suppressible"};
constexpr std::array<std::string_view, 9> kMatchFields = {
    "kinds", "containers", "types", "modes", "blocks", "actions", "relations", "uses", "problems"};
constexpr std::array<std::string_view, 6> kValidationFields = {
    "expression", "message", "messageExpression", "at", "fix", "severity"};
constexpr std::array<std::string_view, 3> kFixFields = {"title", "text", "replaces"};
constexpr std::array<std::string_view, 2> kNamedFields = {"name", "expression"};
constexpr std::array<std::string_view, 8> kExampleFields = {
    "fail", "pass", "kubernetes", "terraform", "plan", "workflow", "params", "base"};

// area.subject.defect: lower case, digits, dashes.
bool is_policy_id(std::string_view id) {
  const auto parts = split(id, '.');
  return parts.size() >= 2 && std::ranges::all_of(parts, [](std::string_view part) {
           return !part.empty() && std::ranges::all_of(part, [](char c) {
             return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
           });
         });
}

Match read_match(Fields& policy, source::Diagnostics& diagnostics) {
  if (!policy.has("match")) return {};
  Fields fields(policy.node("match"), "match", kMatchFields, diagnostics);
  return {.kinds = fields.texts("kinds"),
          .containers = fields.texts("containers"),
          .types = fields.texts("types"),
          .modes = fields.texts("modes"),
          .blocks = fields.texts("blocks"),
          .actions = fields.texts("actions"),
          .relations = fields.texts("relations"),
          .uses = fields.texts("uses"),
          .problems = fields.texts("problems")};
}

std::optional<finding::Severity> read_severity(Fields& fields) {
  const auto text = fields.text("severity");
  if (text.empty()) return std::nullopt;
  const auto severity = finding::parse_severity(text);
  if (!severity)
    fields.report("unknown severity " + quoted(text), "one of info, low, medium, high, critical",
                  fields.node("severity").place);
  return severity;
}

std::vector<Parameter> read_parameters(Fields& policy) {
  std::vector<Parameter> out;
  const auto node = policy.node("params");
  if (!node.value.is_null() && !node.value.is_map())
    policy.report("'params' must be a map of name to default", {}, node.place);
  for (const auto& member : node.value.members())
    out.push_back({std::string(member.key.text()), value::to_text(member.value)});
  return out;
}

std::vector<Variable> read_variables(Fields& policy, source::Diagnostics& diagnostics) {
  std::vector<Variable> out;
  std::unordered_set<std::string> names;
  for (const auto& node : policy.list("variables")) {
    Fields fields(node, "variable", kNamedFields, diagnostics);
    Variable variable{fields.required_text("name"), fields.expression("expression")};
    if (variable.expression.empty())
      fields.report("variable " + quoted(variable.name) + " has no expression", {}, node.place);
    if (!names.insert(variable.name).second)
      fields.report("variable " + quoted(variable.name) + " is declared twice", {}, node.place);
    out.push_back(std::move(variable));
  }
  return out;
}

ValidationFix read_fix(Fields& validation, source::Diagnostics& diagnostics) {
  if (!validation.has("fix")) return {};
  const auto node = validation.node("fix");
  Fields fields(node, "fix", kFixFields, diagnostics);
  static_cast<void>(fields.required_text("text"));
  ValidationFix out{.title = fields.required_text("title"),
                    .text = fields.expression("text"),
                    .replaces = fields.expression("replaces")};
  if (out.replaces.empty() && validation.expression("at").empty())
    fields.report("a fix needs 'replaces', or the validation needs 'at'",
                  "an expression that reads what the new text replaces", node.place);
  return out;
}

std::vector<Validation> read_validations(Fields& policy, source::Diagnostics& diagnostics) {
  std::vector<Validation> out;
  for (const auto& node : policy.list("validations")) {
    Fields fields(node, "validation", kValidationFields, diagnostics);
    static_cast<void>(fields.required_text("expression"));
    out.push_back({.expression = fields.expression("expression"),
                   .message = fields.text("message"),
                   .message_expression = fields.expression("messageExpression"),
                   .at = fields.expression("at"),
                   .fix = read_fix(fields, diagnostics),
                   .severity = read_severity(fields)});
    if (out.back().message.empty() && out.back().message_expression.empty())
      fields.report("a validation needs 'message' or 'messageExpression'",
                    "say what is wrong, with the names involved", node.place);
  }
  if (out.empty())
    policy.report("a policy needs at least one validation", {}, policy.node("validations").place);
  return out;
}

std::optional<ExampleKind> example_kind(const Fields& fields) {
  if (fields.has("kubernetes")) return ExampleKind::Kubernetes;
  if (fields.has("terraform")) return ExampleKind::Terraform;
  if (fields.has("plan")) return ExampleKind::Plan;
  if (fields.has("workflow")) return ExampleKind::Workflow;
  return std::nullopt;
}

std::string_view key_of(ExampleKind kind) {
  switch (kind) {
    case ExampleKind::Kubernetes:
      return "kubernetes";
    case ExampleKind::Terraform:
      return "terraform";
    case ExampleKind::Plan:
      return "plan";
    case ExampleKind::Workflow:
      return "workflow";
  }
  return "";
}

std::string_view default_path(ExampleKind kind) {
  switch (kind) {
    case ExampleKind::Kubernetes:
      return "example.yaml";
    case ExampleKind::Terraform:
      return "main.tf";
    case ExampleKind::Plan:
      return "plan.json";
    case ExampleKind::Workflow:
      return ".github/workflows/ci.yml";
  }
  return "";
}

// One text, or a map of path to text. A plan may also be written as YAML itself; it is kept as
// text.
std::vector<ExampleFile> read_files(Fields& fields, std::string_view key, ExampleKind kind) {
  const auto node = fields.node(key);
  if (node.value.is_string())
    return {{std::string(default_path(kind)), std::string(node.value.as_string()), node.place}};
  if (kind == ExampleKind::Plan && node.value.has(intern("resource_changes")))
    return {{std::string(default_path(kind)), value::to_text(node.value), node.place}};
  std::vector<ExampleFile> out;
  for (const auto& member : node.value.members()) {
    if (!member.value.is_string()) {
      fields.report("an example's file must be text", "write it as a block scalar: |",
                    value::step(node, member.key).place);
      continue;
    }
    out.push_back({std::string(member.key.text()), std::string(member.value.as_string()),
                   value::step(node, member.key).place});
  }
  if (out.empty())
    fields.report("an example's input must be text, or a map of path to text", {}, node.place);
  return out;
}

std::vector<Example> read_examples(Fields& policy, source::Diagnostics& diagnostics) {
  std::vector<Example> out;
  for (const auto& node : policy.list("examples")) {
    Fields fields(node, "example", kExampleFields, diagnostics);
    const auto kind = example_kind(fields);
    if (fields.has("fail") == fields.has("pass") || !kind) {
      fields.report(
          "an example needs 'fail' or 'pass', and one of 'kubernetes', 'terraform', 'plan', "
          "'workflow'",
          {}, node.place);
      continue;
    }
    Example example{.is_failing = fields.has("fail"),
                    .title = fields.text(fields.has("fail") ? "fail" : "pass"),
                    .kind = *kind,
                    .files = read_files(fields, key_of(*kind), *kind),
                    .base = {},
                    .parameters = {},
                    .place = node.place};
    if (fields.has("base")) example.base = read_files(fields, "base", *kind);
    for (const auto& member : fields.node("params").value.members())
      example.parameters.emplace_back(member.key.text(), member.value.is_string()
                                                             ? std::string(member.value.as_string())
                                                             : value::to_text(member.value));
    out.push_back(std::move(example));
  }
  return out;
}

LoadedPolicy read_policy(const value::Node& node, std::string_view path,
                         source::Diagnostics& diagnostics) {
  Fields fields(node, "policy", kPolicyFields, diagnostics);
  LoadedPolicy out;
  auto& policy = out.policy;
  policy.id = fields.required_text("id");
  if (!policy.id.empty() && !is_policy_id(policy.id))
    fields.report("policy id " + quoted(policy.id) + " is not of the form area.subject.defect",
                  "lower-case letters, digits and dashes between dots", fields.node("id").place);
  policy.title = fields.required_text("title");
  static_cast<void>(fields.required_text("severity"));
  policy.severity = read_severity(fields).value_or(finding::Severity::Medium);
  const auto target = fields.required_text("target");
  if (const auto parsed = parse_target(target)) {
    policy.target = *parsed;
  } else if (!target.empty()) {
    fields.report("unknown target " + quoted(target), "docs/policies/targets.md lists them",
                  fields.node("target").place);
  }
  policy.match = read_match(fields, diagnostics);
  for (const auto& condition : fields.list("matchConditions")) {
    Fields inner(condition, "match condition", kNamedFields, diagnostics);
    static_cast<void>(inner.required_text("expression"));
    policy.match_conditions.push_back(inner.expression("expression"));
  }
  policy.variables = read_variables(fields, diagnostics);
  policy.validations = read_validations(fields, diagnostics);
  policy.parameters = read_parameters(fields);
  policy.incident = std::string(trim(fields.required_text("incident")));
  policy.remediation = std::string(trim(fields.required_text("remediation")));
  policy.aliases = fields.texts("aliases");
  policy.references = fields.texts("references");
  policy.deprecated = fields.text("deprecated");
  policy.is_enabled = fields.boolean("enabled").value_or(true);
  policy.is_secret = fields.boolean("secret").value_or(false);
  policy.is_suppressible = fields.boolean("suppressible").value_or(true);
  policy.path = path;
  out.examples = read_examples(fields, diagnostics);
  return out;
}

}  // namespace

LoadedFile load_policies(const source::SourceMap& sources, source::FileId file,
                         const Limits& limits) {
  auto stream = yaml::read(sources, file, limits, {.dialect = yaml::Dialect::Ordinary});
  LoadedFile out;
  out.diagnostics = std::move(stream.diagnostics);
  bool has_objects = false;
  for (const auto& document : stream.documents) {
    if (document.is_empty() || document.has_errors) continue;
    if (document.root.value.has(intern("apiVersion")) && document.root.value.has(intern("kind"))) {
      has_objects = true;
      continue;
    }
    source::Diagnostics found;
    auto loaded = read_policy(document.root, sources.file(file).path(), found);
    if (!source::has_errors(found)) out.policies.push_back(std::move(loaded));
    std::ranges::move(found, std::back_inserter(out.diagnostics));
  }
  if (has_objects)
    out.manifests =
        std::make_shared<kubernetes::Manifests>(kubernetes::read_manifests(sources, file, limits));
  return out;
}

}  // namespace stopgate::policy
