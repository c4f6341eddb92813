// What the names in a module's expressions mean.

#include <algorithm>

#include "base/text.h"
#include "terraform/module_instance.h"
#include "terraform/policy_document.h"
#include "terraform/structure.h"

namespace stopgate::terraform {

// One name to be resolved, with its place for messages.
struct ModuleInstance::Reference {
  const hcl::Name& root;
  std::span<const hcl::Name> attributes;
  source::FileId file;

  [[nodiscard]] std::string name(std::size_t index) const {
    return index < attributes.size() ? std::string(attributes[index].text.text()) : std::string{};
  }
  // Of the root and as many attributes.
  [[nodiscard]] source::Place place(std::size_t steps) const {
    const auto end = steps == 0 || attributes.empty()
                         ? root.span.end
                         : attributes[std::min(steps, attributes.size()) - 1].span.end;
    return {file, {root.span.begin, end}};
  }
};

namespace {

Resolved known(CtyValue value, std::size_t steps) {
  return {.value = std::move(value), .steps = steps, .error = std::nullopt};
}

Resolved wrong(source::Place place, std::size_t steps, std::string message, std::string help) {
  return {.value = {},
          .steps = steps,
          .error = source::Diagnostic{
              .message = std::move(message), .help = std::move(help), .place = place, .path = {}}};
}

template <typename Table>
std::vector<std::string_view> keys_of(const Table& table) {
  std::vector<std::string_view> keys;
  for (const auto& [key, value] : table) keys.push_back(key);
  return keys;
}

CtyValue computed(std::string subject, Symbol name) {
  const auto text = name.text();
  const auto is_text = text == "id" || text == "arn";
  return CtyValue::unknown(
      is_text ? Type::string() : Type::dynamic(),
      {.reason = std::string(kAfterApply), .subject = std::move(subject), .not_null = true});
}

// What a reference to all instances gives; `objects` has one for each.
CtyValue whole_value(const Expansion& expansion, std::vector<CtyValue> objects) {
  switch (expansion.kind) {
    case RepetitionKind::Once:
      return std::move(objects.front());
    case RepetitionKind::Count:
      return CtyValue::tuple(std::move(objects));
    case RepetitionKind::ForEach:
      break;
  }
  std::vector<CtyMember> members;
  for (std::size_t i = 0; i < objects.size(); ++i) {
    members.push_back({.key = intern(expansion.instances[i].key.as_string()),
                       .value = std::move(objects[i]),
                       .key_place = {}});
  }
  return CtyValue::object(std::move(members));
}

// A block's members may be filled in by the provider: what is not configured in it is not known.
bool is_block(const Content& content, Symbol name) {
  return std::ranges::any_of(content.blocks, [&](const BlockSyntax& block) {
    return block.type() == name ||
           (block.type().text() == "dynamic" && block.label(0) == name.text());
  });
}

}  // namespace

Resolved ModuleInstance::undeclared(const Reference& reference, std::size_t steps, std::string what,
                                    const std::vector<std::string_view>& names) {
  auto name = reference.name(steps - 1);
  // It may be declared in the part that could not be read.
  if (syntax().has_errors) return known(not_evaluated(address_of(name)), steps);
  if (steps >= 2) name = reference.name(steps - 2) + "." + name;
  const auto near = nearest_name(name, names);
  return wrong(reference.place(steps), steps,
               "there is no " + what + " " + quoted(name) + " in this module",
               near ? "did you mean " + quoted(*near) + "?" : "declare it, or correct the name");
}

Resolved ModuleInstance::resolve_value(const Reference& reference, std::string_view kind) {
  const auto name = reference.name(0);
  if (name.empty())
    return wrong(reference.place(0), 0, quoted(kind) + " alone is no value",
                 "write " + std::string(kind) + ".<name>");
  if (kind == "var") {
    if (!syntax().variables.contains(name))
      return undeclared(reference, 1, "variable", keys_of(syntax().variables));
    return known(variable(name), 1);
  }
  if (!syntax().locals.contains(name))
    return undeclared(reference, 1, "local value", keys_of(syntax().locals));
  return known(local(name), 1);
}

CtyValue ModuleInstance::resource_attribute(const std::string& key, const Declaration& declaration,
                                            const ResourceState& state, std::size_t instance,
                                            Symbol name) {
  const auto subject = [&] {
    return address_of(key + state.expansion.instances[instance].suffix + "." +
                      std::string(name.text()));
  };
  if (instance < state.documents.size() &&
      (name.text() == "json" || name.text() == "minified_json")) {
    return policy_document_json(state.documents[instance], address_of(key));
  }
  const auto* configured = state.objects[instance].find(name);
  // Terraform's own resource, which any root has without a provider.
  if (configured == nullptr && declaration.syntax.label(0) == "terraform_data" &&
      (name.text() == "input" || name.text() == "triggers_replace"))
    return CtyValue::null();
  if (configured == nullptr || is_block(declaration.content, name))
    return computed(subject(), name);
  if (!configured->value.is_null()) return configured->value;
  // Set to null, it is the provider's to fill in, or stays null.
  return CtyValue::unknown(Type::dynamic(),
                           {.reason = std::string(kAfterApply), .subject = subject()});
}

// Everything that may be asked of an instance: what is configured, and what any expression names.
CtyValue ModuleInstance::resource_object(const std::string& key, const Declaration& declaration,
                                         const ResourceState& state, std::size_t instance) {
  std::set<Symbol> names = {intern("id")};
  if (declaration.syntax.label(0) == "terraform_data")
    names.insert({intern("input"), intern("output"), intern("triggers_replace")});
  for (const auto& member : state.objects[instance].members()) names.insert(member.key);
  const auto used = syntax().usage.targets.find(key);
  if (used != syntax().usage.targets.end()) {
    names.insert(used->second.attributes.begin(), used->second.attributes.end());
    if (used->second.as_whole)
      names.insert(tree_.loose_attributes().begin(), tree_.loose_attributes().end());
  }
  std::vector<CtyMember> members;
  for (const auto name : names)
    members.push_back({.key = name,
                       .value = resource_attribute(key, declaration, state, instance, name),
                       .key_place = {}});
  if (instance < state.documents.size())
    members.push_back(
        {.key = structure_member(), .value = state.documents[instance], .key_place = {}});
  return CtyValue::object(std::move(members)).with_place(state.objects[instance].place());
}

// An object, or the tuple or object of all instances: built once, since each instance of another
// resource may ask for it.
const CtyValue& ModuleInstance::whole_resource(const std::string& key,
                                               const Declaration& declaration,
                                               ResourceState& state) {
  if (state.whole) return *state.whole;
  std::vector<CtyValue> objects;
  for (std::size_t i = 0; i < state.objects.size(); ++i)
    objects.push_back(resource_object(key, declaration, state, i));
  return state.whole.emplace(whole_value(state.expansion, std::move(objects)));
}

// `steps` takes the resource itself; an attribute may follow.
Resolved ModuleInstance::resolve_resource(const Reference& reference, std::string key,
                                          std::size_t steps) {
  const auto found = syntax().resources.find(key);
  if (found == syntax().resources.end()) {
    std::vector<std::string_view> names = keys_of(syntax().resources);
    if (syntax().has_errors) return known(not_evaluated(address_of(key)), steps);
    const auto near = nearest_name(key, names);
    return wrong(reference.place(steps), steps,
                 "there is no resource " + quoted(key) + " in this module",
                 near ? "did you mean " + quoted(*near) + "?" : "declare it, or correct the name");
  }
  const auto& declaration = found->second;
  auto& state = resource(key);
  if (state.task.state != Task::State::Done) return known(not_evaluated(address_of(key)), steps);
  const auto& expansion = state.expansion;
  if (expansion.is_symbolic) {
    return known(CtyValue::unknown(Type::dynamic(), {.reason = expansion.why.reason,
                                                     .subject = expansion.why.subject.empty()
                                                                    ? address_of(key)
                                                                    : expansion.why.subject,
                                                     .not_null = true}),
                 steps);
  }
  if (expansion.kind == RepetitionKind::Once) {
    if (state.objects.empty()) return known(not_evaluated(address_of(key)), steps);
    if (reference.attributes.size() > steps)
      return known(resource_attribute(key, declaration, state, 0, reference.attributes[steps].text),
                   steps + 1);
  }
  return known(whole_resource(key, declaration, state), steps);
}

CtyValue ModuleInstance::call_object(const std::string& name, ModuleInstance& instance) {
  const auto used = syntax().usage.targets.find("module." + name);
  std::vector<CtyMember> members;
  for (const auto& [output_name, declaration] : instance.syntax().outputs) {
    const auto symbol = intern(output_name);
    const auto is_used = used == syntax().usage.targets.end() || used->second.as_whole ||
                         used->second.attributes.contains(symbol);
    // Outputs that nobody reads are not evaluated: they might need what is being evaluated now.
    if (is_used)
      members.push_back({.key = symbol, .value = instance.output(output_name), .key_place = {}});
  }
  return CtyValue::object(std::move(members));
}

const CtyValue& ModuleInstance::whole_call(const std::string& name, CallState& state) {
  if (state.whole) return *state.whole;
  std::vector<CtyValue> objects;
  for (const auto& instance : state.instances) objects.push_back(call_object(name, *instance));
  return state.whole.emplace(whole_value(state.expansion, std::move(objects)));
}

Resolved ModuleInstance::resolve_module(const Reference& reference) {
  const auto name = reference.name(0);
  if (!syntax().calls.contains(name))
    return undeclared(reference, 1, "module call", keys_of(syntax().calls));
  auto& state = call_state(name);
  const auto steps = std::min<std::size_t>(reference.attributes.size(), 2);
  const auto subject =
      address_of("module." + name + (steps == 2 ? "." + reference.name(1) : std::string{}));
  if (state.task.state != Task::State::Done) return known(not_evaluated(subject), 1);
  if (!node_.calls.contains(name)) {
    return known(CtyValue::unknown(Type::dynamic(),
                                   {.reason = "its module is not read", .subject = subject}),
                 steps);
  }
  const auto& expansion = state.expansion;
  if (expansion.is_symbolic) {
    return known(CtyValue::unknown(Type::dynamic(), {.reason = expansion.why.reason,
                                                     .subject = expansion.why.subject,
                                                     .not_null = true}),
                 1);
  }
  if (expansion.kind == RepetitionKind::Once) {
    if (state.instances.empty()) return known(not_evaluated(subject), steps);
    auto& instance = *state.instances.front();
    if (steps < 2) return known(whole_call(name, state), 1);
    const auto output_name = reference.name(1);
    if (instance.syntax().outputs.contains(output_name))
      return known(instance.output(output_name), 2);
    if (instance.syntax().has_errors) return known(not_evaluated(subject), 2);
    const auto names = keys_of(instance.syntax().outputs);
    const auto near = nearest_name(output_name, names);
    return wrong(
        reference.place(2), 2, "module " + quoted(name) + " has no output " + quoted(output_name),
        near ? "did you mean " + quoted(*near) + "?" : "declare the output, or correct the name");
  }
  return known(whole_call(name, state), 1);
}

Resolved ModuleInstance::resolve_instance(const Reference& reference,
                                          const Repetition& repetition) {
  const auto root = reference.root.text.text();
  const auto name = reference.name(0);
  if (root == "count") {
    if (repetition.kind != RepetitionKind::Count) {
      return wrong(reference.place(1), 1, "'count' is only known in a block that has 'count'",
                   "add 'count', or use another value");
    }
    if (name == "index") return known(repetition.key, 1);
    return wrong(reference.place(1), 1, "'count' has no attribute " + quoted(name),
                 "write count.index");
  }
  if (root == "self")
    return wrong(reference.place(0), 0,
                 "'self' is only known in provisioners, connections and postconditions",
                 "name the resource instead");
  if (repetition.kind != RepetitionKind::ForEach) {
    return wrong(reference.place(1), 1, "'each' is only known in a block that has 'for_each'",
                 "add 'for_each', or use another value");
  }
  if (name == "key") return known(repetition.key, 1);
  if (name == "value") return known(repetition.value, 1);
  return wrong(reference.place(1), 1, "'each' has no attribute " + quoted(name),
               "write each.key or each.value");
}

Resolved ModuleInstance::resolve_path(const Reference& reference) {
  const auto name = reference.name(0);
  if (name == "root") return known(CtyValue::string("."), 1);
  if (name == "module") {
    return known(CtyValue::string(relative_path(syntax().folder.path, evaluation_.root().path)), 1);
  }
  if (name == "cwd") {
    return known(CtyValue::unknown(Type::string(), {.reason = "depends on where Terraform runs",
                                                    .subject = "path.cwd",
                                                    .not_null = true}),
                 1);
  }
  return wrong(reference.place(1), 1, "'path' has no attribute " + quoted(name),
               "write path.module, path.root or path.cwd");
}

Resolved ModuleInstance::resolve_workspace(const Reference& reference) {
  const auto name = reference.name(0);
  const auto subject = std::string(reference.root.text.text()) + "." + name;
  if (name == "workspace") {
    const auto& workspace = evaluation_.options().workspace;
    if (!workspace.empty()) return known(CtyValue::string(workspace), 1);
    return known(CtyValue::unknown(Type::string(), {.reason = "the workspace is not given",
                                                    .subject = subject,
                                                    .not_null = true}),
                 1);
  }
  if (name == "applying") {
    const auto applying = CtyValue::unknown(
        Type::boolean(),
        {.reason = std::string(kAfterApply), .subject = subject, .not_null = true});
    return known(applying.with_marks({.sensitive = false, .ephemeral = true}), 1);
  }
  return wrong(reference.place(1), 1, "there is no " + quoted(subject),
               "write terraform.workspace");
}

Resolved ModuleInstance::resolve(const hcl::Name& root, std::span<const hcl::Name> attributes,
                                 source::FileId file, const Repetition& repetition) {
  const Reference reference{root, attributes, file};
  const auto kind = root.text.text();
  if (kind == "var" || kind == "local") return resolve_value(reference, kind);
  if (kind == "each" || kind == "count" || kind == "self")
    return resolve_instance(reference, repetition);
  if (kind == "path") return resolve_path(reference);
  if (kind == "terraform" || kind == "tofu") return resolve_workspace(reference);
  const auto is_prefixed = kind == "data" || kind == "ephemeral" || kind == "resource";
  const std::size_t steps = is_prefixed ? 2 : 1;
  if (attributes.size() < steps) {
    return wrong(reference.place(0), 0, quoted(kind) + " is no value",
                 is_prefixed || kind == "module"
                     ? "name what is meant: " + std::string(kind) + ".<name>"
                     : "put it in quotes if it is text, or write the full reference");
  }
  if (kind == "module") return resolve_module(reference);
  if (!is_prefixed)
    return resolve_resource(reference, std::string(kind) + "." + reference.name(0), 1);
  const auto key = reference.name(0) + "." + reference.name(1);
  return resolve_resource(reference, kind == "resource" ? key : std::string(kind) + "." + key, 2);
}

}  // namespace stopgate::terraform
