#include "policy/crd_rules.h"

#include <algorithm>
#include <set>
#include <unordered_map>

#include "base/text.h"
#include "policy/admission_plan.h"
#include "policy/base_objects.h"
#include "policy/copy.h"
#include "policy/crd_schema.h"
#include "policy/subjects.h"
#include "yaml/reader.h"

namespace stopgate::policy {

namespace {

using value::Node;
using value::Value;

constexpr std::uint64_t kRuleCost = 1'000'000;

struct PlannedRule {
  const CrdRule* source = nullptr;
  bool is_transition = false;  // names oldSelf
  std::shared_ptr<const cel::Program> rule, message;
};

// The environment of one node's rules: what `self` is differs from node to node.
struct RuleSet {
  cel::Environment environment;
  std::size_t self = 0, old_self = 0;
  std::vector<PlannedRule> rules;
};

struct Definition {
  std::string id;  // "crd.widgets.example.com"
  std::string name;
  std::unique_ptr<CrdSchema> schema;
  // Of each node with rules: two, since oldSelf is an optional to some.
  std::unordered_map<const CrdSchema*, std::vector<RuleSet>> rules;
};

bool names_old_self(std::string_view text) {
  return text.find("oldSelf") != std::string_view::npos;
}

source::Place place_in(const Expression& expression, source::Span span,
                       const source::SourceMap& sources) {
  if (!expression.place.is_known()) return expression.place;
  auto place = yaml::place_in_scalar(sources, expression.place, span.begin);
  const auto end = yaml::place_in_scalar(sources, expression.place,
                                         span.end > span.begin ? span.end - 1 : span.end);
  place.span.end = std::max(place.span.end, end.span.end);
  return place;
}

// Compiles the rules of a definition, and tells what does not compile.
class RulePlanner {
 public:
  RulePlanner(const model::Model& model, unsigned minor, Definition& definition, RunResult& out)
      : model_(model), minor_(minor), definition_(definition), out_(out) {}

  void plan(const CrdSchema& schema, const std::string& name) {
    if (!schema.has_rules) return;
    for (const bool is_optional : {false, true}) {
      const auto is_mine = [&](const CrdRule& rule) {
        return rule.optional_old_self == is_optional;
      };
      if (std::ranges::any_of(schema.rules, is_mine)) plan_rules(schema, name, is_optional);
    }
    for (const auto& [key, inner] : schema.properties)
      plan(*inner, name + "." + std::string(key.text()));
    if (schema.items) plan(*schema.items, name + "[]");
    if (schema.values) plan(*schema.values, name + ".*");
  }

 private:
  void plan_rules(const CrdSchema& schema, const std::string& name, bool is_optional) {
    RuleSet set{.environment = cel::Environment::standard(minor_)};
    const auto type = declare_type(schema, name, set.environment);
    set.self = set.environment.declare("self", type);
    set.old_self =
        set.environment.declare("oldSelf", is_optional ? cel::Type::optional(type) : type);
    auto& sets = definition_.rules[&schema];
    sets.push_back(std::move(set));
    for (const auto& rule : schema.rules) {
      if (rule.optional_old_self != is_optional) continue;
      PlannedRule planned{.source = &rule, .is_transition = names_old_self(rule.rule.text)};
      planned.rule = compile(sets.back(), rule.rule);
      if (!rule.message_expression.empty())
        planned.message = compile(sets.back(), rule.message_expression);
      if (planned.rule) sets.back().rules.push_back(std::move(planned));
    }
  }

  std::shared_ptr<const cel::Program> compile(const RuleSet& set, const Expression& expression) {
    auto compiled = cel::compile(set.environment, expression.text, {.escaped_fields = true});
    for (const auto& issue : compiled.issues) {
      finding::Finding finding;
      finding.policy = definition_.id;
      finding.severity = finding::Severity::High;
      finding.message = "the rule does not compile: " + issue.message;
      finding.incident =
          "The API server refuses CustomResourceDefinition " + definition_.name + ".";
      finding.remediation = issue.help.empty() ? "Correct the rule." : issue.help;
      finding.place = place_in(expression, issue.span, *model_.sources);
      finding.subject = {.address = {},
                         .kind = "CustomResourceDefinition",
                         .name_space = {},
                         .name = definition_.name};
      out_.findings.push_back(std::move(finding));
    }
    return std::move(compiled.program);
  }

  const model::Model& model_;
  unsigned minor_;
  Definition& definition_;
  RunResult& out_;
};

// ".spec.list[0].name" and ".spec['a-b']" below a node.
source::Place place_of_path(Node node, std::string_view path) {
  while (!path.empty()) {
    const bool is_bracket = path.front() == '[';
    const auto end = is_bracket ? std::min(path.find(']'), path.size() - 1)
                                : std::min(path.find_first_of(".[", 1), path.size());
    auto key = path.substr(1, end - 1);
    if (key.size() > 1 && (key.front() == '\'' || key.front() == '"'))
      key = key.substr(1, key.size() - 2);
    const auto next = value::step(node, intern(key));
    if (!next.place.is_known()) break;
    node = next;
    path.remove_prefix(is_bracket ? end + 1 : end);
  }
  return node.place;
}

// The rules of one definition on one custom resource.
class ObjectRun {
 public:
  ObjectRun(const Definition& definition, const ObjectPair& pair, bool has_base, RunResult& out)
      : definition_(definition), pair_(pair), has_base_(has_base), out_(out) {}

  void run() {
    const auto& object = pair_.after.object();
    const auto self = with_defaults(*definition_.schema, object.root.value, arena_);
    std::optional<Value> old;
    if (pair_.was_there())
      old = with_defaults(*definition_.schema, copy_tree(arena_, pair_.before.object().root.value),
                          arena_);
    walk(*definition_.schema, {self, object.name_place}, old);
  }

 private:
  void walk(const CrdSchema& schema, const Node& self, const std::optional<Value>& old) {
    if (!schema.has_rules || self.value.is_null()) return;
    const auto found = definition_.rules.find(&schema);
    if (found != definition_.rules.end())
      for (const auto& set : found->second) apply(set, schema, self, old);
    for (const auto& member : self.value.members()) {
      const auto property = schema.properties.find(member.key);
      const auto* inner =
          property == schema.properties.end() ? schema.values.get() : property->second.get();
      if (inner == nullptr) continue;
      std::optional<Value> before;
      if (old && old->has(member.key)) before = old->get(member.key);
      walk(*inner, value::step(self, member.key), before);
    }
    if (!schema.items) return;
    for (std::size_t i = 0; i < self.value.items().size(); ++i)
      walk(*schema.items, value::step(self, i), same_item(schema, self.value.items()[i], old));
  }

  // Elements are the same ones only in a list that is a map.
  static std::optional<Value> same_item(const CrdSchema& list, const Value& item,
                                        const std::optional<Value>& old) {
    if (!old || list.list_keys.empty()) return std::nullopt;
    for (const auto& other : old->items())
      if (std::ranges::all_of(list.list_keys, [&](const std::string& key) {
            return other.get(key) == item.get(key);
          }))
        return other;
    return std::nullopt;
  }

  void apply(const RuleSet& set, const CrdSchema& schema, const Node& self,
             const std::optional<Value>& old) {
    cel::Activation activation(set.environment);
    activation.bind(set.self, typed_datum(schema, self.value, arena_), self.place);
    for (const auto& rule : set.rules) {
      if (rule.is_transition && !bind_old(set, schema, *rule.source, old, activation)) continue;
      cel::Trace trace{.only_placed = true};
      cel::Evaluator evaluator;
      const auto outcome =
          evaluator.evaluate(*rule.rule, activation, {.cost_limit = kRuleCost, .trace = &trace});
      if (outcome.value.is_true()) continue;
      if (outcome.value.is_unknown()) {
        undecided("oldSelf: there is no base to compare with");
        continue;
      }
      report(rule, outcome.value, self, trace, message(rule, activation));
    }
  }

  // False where the rule is not run: it is about a change, and there is none.
  bool bind_old(const RuleSet& set, const CrdSchema& schema, const CrdRule& rule,
                const std::optional<Value>& old, cel::Activation& activation) {
    if (!rule.optional_old_self) {
      if (old) activation.bind(set.old_self, typed_datum(schema, *old, arena_));
      return old.has_value();
    }
    if (old)
      activation.bind(set.old_self,
                      cel::Datum::optional_of(arena_, typed_datum(schema, *old, arena_)));
    else if (has_base_)
      activation.bind(set.old_self, cel::Datum::optional_none());
    else
      activation.bind_unknown(set.old_self, "there is no base to compare with");
    return true;
  }

  static std::string message(const PlannedRule& rule, cel::Activation& activation) {
    if (rule.message != nullptr) {
      cel::Evaluator evaluator;
      const auto made = evaluator.evaluate(*rule.message, activation, {.cost_limit = kRuleCost});
      if (made.value.is_string() && !trim(made.value.as_string()).empty())
        return std::string(trim(made.value.as_string()));
    }
    const auto text = std::string(trim(rule.source->message));
    return text.empty() ? "failed rule: " + std::string(trim(rule.source->rule.text)) : text;
  }

  void report(const PlannedRule& rule, const cel::Datum& verdict, const Node& self,
              const cel::Trace& trace, std::string message) {
    const auto& object = pair_.after.object();
    finding::Finding finding;
    finding.policy = definition_.id;
    finding.severity = finding::Severity::High;
    finding.message = verdict.is_error() ? "the rule " + quoted(trim(rule.source->rule.text)) +
                                               " fails: " + std::string(verdict.as_error().message)
                                         : std::move(message);
    finding.subject = {.address = {},
                       .kind = std::string(object.kind),
                       .name_space = std::string(object.name_space),
                       .name = std::string(object.name)};
    finding.incident = "The API server refuses " + finding::to_string(finding.subject) +
                       ": a rule of CustomResourceDefinition " + definition_.name +
                       " does not hold.";
    finding.remediation =
        "Change the object so that this holds: " + std::string(trim(rule.source->rule.text));
    finding.attribute = trace.last_path;
    finding.place = !rule.source->field_path.empty() ? place_of_path(self, rule.source->field_path)
                    : trace.last_read.is_known()     ? trace.last_read
                                                     : self.place;
    if (!finding.place.is_known()) finding.place = object.name_place;
    out_.findings.push_back(std::move(finding));
  }

  void undecided(std::string reason) {
    if (is_undecided_) return;
    is_undecided_ = true;
    const auto& object = pair_.after.object();
    out_.undecided.push_back({.policy = definition_.id,
                              .subject = {.address = {},
                                          .kind = std::string(object.kind),
                                          .name_space = std::string(object.name_space),
                                          .name = std::string(object.name)},
                              .reason = std::move(reason),
                              .place = object.name_place});
  }

  const Definition& definition_;
  const ObjectPair& pair_;
  bool has_base_;
  RunResult& out_;
  Arena arena_;
  bool is_undecided_ = false;
};

// Which objects a definition is about: "group/version/Kind".
using Definitions = std::unordered_map<std::string, Definition>;

void read_definition(const model::Model& model, const kubernetes::Object& object, unsigned minor,
                     Definitions& to, RunResult& out) {
  const auto spec = value::step(object.root, intern("spec"));
  const auto group = spec.value.get("group").string_if().value_or("");
  const auto kind = spec.value.get("names").get("kind").string_if().value_or("");
  const auto versions = value::step(spec, intern("versions"));
  for (std::size_t i = 0; i < versions.value.items().size(); ++i) {
    const auto version = value::step(versions, i);
    const auto name = version.value.get("name").string_if().value_or("");
    const auto key = std::string(group) + "/" + std::string(name) + "/" + std::string(kind);
    const auto [found, is_new] = to.try_emplace(key);
    if (!is_new) continue;
    auto& definition = found->second;
    definition.name = object.name;
    definition.id = "crd." + definition.name;
    definition.schema = read_crd_schema(
        value::step(value::step(version, intern("schema")), intern("openAPIV3Schema")));
    // What every object has, whatever its schema says.
    for (const auto* each : {"apiVersion", "kind"}) {
      auto& property = definition.schema->properties[intern(each)];
      if (!property) property = std::make_unique<CrdSchema>();
      property->type = "string";
    }
    auto& metadata = definition.schema->properties[intern("metadata")];
    if (!metadata) metadata = std::make_unique<CrdSchema>();
    metadata->is_open = true;
    RulePlanner(model, minor, definition, out).plan(*definition.schema, definition.name);
  }
}

}  // namespace

void run_crd_rules(const model::Model& model, const RunOptions& options, RunResult& out) {
  const auto minor = admission_minor(options.parameters);
  Definitions definitions;
  for (const auto& render : model.renders)
    for (const auto index : render.of_kind("CustomResourceDefinition"))
      if (matches_any(options.admission_ids, "crd." + std::string(render.objects[index].name)))
        read_definition(model, render.objects[index], minor, definitions, out);
  if (definitions.empty()) return;
  const BaseObjects base(model);
  for (const auto& pair : base.pairs()) {
    if (!pair.is_there()) continue;
    const auto& object = pair.after.object();
    const auto found =
        definitions.find(std::string(object.api_version) + "/" + std::string(object.kind));
    if (found != definitions.end()) ObjectRun(found->second, pair, base.has_base(), out).run();
  }
}

}  // namespace stopgate::policy
