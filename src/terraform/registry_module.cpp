#include "terraform/registry_module.h"

#include <algorithm>

#include "terraform/block_content.h"
#include "terraform/provider_facts.h"
#include "terraform/registry_table.h"
#include "terraform/structure.h"

namespace stopgate::terraform {

namespace {

constexpr std::string_view kProvider = "hashicorp/aws";

// `call.x` of the table's expressions: an argument of the call, null when it is not set.
class CallScope final : public Scope {
 public:
  explicit CallScope(const CtyValue& arguments) : arguments_(arguments) {}

  Resolved resolve(const hcl::Name&, std::span<const hcl::Name> attributes,
                   source::FileId) const override {
    const auto* member = attributes.empty() ? nullptr : arguments_.find(attributes.front().text);
    if (member != nullptr) {
      if (!first_used_.is_known()) first_used_ = member->value.place();
      return {.value = member->value, .steps = 1, .error = std::nullopt};
    }
    return {.value = CtyValue::null(), .steps = 1, .error = std::nullopt};
  }

  // Where the call writes the first argument that was asked for and is there.
  [[nodiscard]] source::Place first_used() const { return first_used_; }

 private:
  const CtyValue& arguments_;
  mutable source::Place first_used_;
};

// The table's expressions have no place: what they make stands where its argument does. As deep as
// values are let be.
CtyValue placed(const CtyValue& value, source::Place place) {
  const auto here = value.place().is_known() ? value.place() : place;
  if (!value.is_concrete() || value.type().is_primitive()) return value.with_place(here);
  if (value.type().is_mapping()) {
    std::vector<CtyMember> members;
    for (const auto& member : value.members())
      members.push_back({member.key, placed(member.value, here), member.key_place});
    return CtyValue::object(std::move(members)).with_marks(value.marks()).with_place(here);
  }
  std::vector<CtyValue> elements;
  for (const auto& element : value.elements()) elements.push_back(placed(element, here));
  return CtyValue::tuple(std::move(elements)).with_marks(value.marks()).with_place(here);
}

class CallReader {
 public:
  CallReader(ModuleInstance& module, const Declaration& call, const Repetition& repetition)
      : module_(module),
        call_(call),
        scope_(module, repetition),
        arguments_(evaluate_content(module.evaluation(), call.content, scope_, call.syntax.header(),
                                    resource_meta_names(), {})) {}

  // Nothing when the module does not make the resource.
  [[nodiscard]] std::optional<RegistryObject> read(const RegistryResource& resource);

 private:
  [[nodiscard]] CtyValue evaluate(const hcl::Expression& expression);
  [[nodiscard]] CtyValue undecided(const std::string& type, std::string_view name) const;
  [[nodiscard]] const CtyMember* argument(const std::string& name) const {
    return arguments_.find(intern(name));
  }
  void add_structure(const std::string& name, const CtyValue& value, RegistryObject& object);

  ModuleInstance& module_;
  const Declaration& call_;
  ModuleScope scope_;
  CtyValue arguments_;
};

CtyValue CallReader::evaluate(const hcl::Expression& expression) {
  const CallScope scope(arguments_);
  EvalOptions options;
  options.limits = module_.evaluation().options().limits;
  const auto result = terraform::evaluate(expression, source::kNoFile, scope, options);
  // What the table cannot make of the call's values is not known.
  if (!result.diagnostics.empty()) return not_evaluated({});
  return placed(result.value,
                scope.first_used().is_known() ? scope.first_used() : call_.syntax.header());
}

CtyValue CallReader::undecided(const std::string& type, std::string_view name) const {
  return CtyValue::unknown(Type::dynamic(),
                           {.reason = "decided inside a module that is not installed",
                            .subject = type + "." + std::string(name)})
      .with_place(call_.syntax.header());
}

void CallReader::add_structure(const std::string& name, const CtyValue& value,
                               RegistryObject& object) {
  const auto* written = call_.content.find(std::string_view(name));
  if (written == nullptr || !looks_like_json(value)) return;
  if (auto structure = structure_of(module_, written->expression(), written->file, scope_))
    object.decoded.emplace_back(name, std::move(*structure));
}

std::optional<RegistryObject> CallReader::read(const RegistryResource& resource) {
  RegistryObject object{.type = resource.type, .name = resource.name};
  if (resource.when != nullptr) {
    const auto exists = evaluate(*resource.when);
    if (exists.is_concrete() && exists.kind() == TypeKind::Bool && !exists.as_bool())
      return std::nullopt;
    object.is_symbolic = exists.is_unknown();
  }
  std::vector<CtyMember> members;
  std::set<std::string, std::less<>> said;
  const auto add = [&](const std::string& name, CtyValue value, source::Place key) {
    said.insert(name);
    members.push_back({.key = intern(name), .value = std::move(value), .key_place = key});
  };
  for (const auto& name : resource.same) {
    said.insert(name);
    const auto* given = argument(name);
    if (given == nullptr) continue;
    add_structure(name, given->value, object);
    add(name, given->value, given->key_place);
  }
  for (const auto& name : resource.same_if_set)
    if (const auto* given = argument(name)) add(name, given->value, given->key_place);
  for (const auto& value : resource.values) {
    auto result = evaluate(*value.expression);
    if (!result.is_null())
      add(value.name, std::move(result), {});
    else
      said.insert(value.name);
  }
  const auto facts = find_provider_facts(Mode::Managed, resource.type, kProvider);
  if (facts.block != nullptr) {
    const auto add_unknown = [&](const std::string& name) {
      if (said.contains(name)) return;
      add(name, undecided(resource.type, name), {});
    };
    for (const auto& [name, attribute] : facts.block->attributes) add_unknown(name);
    for (const auto& [name, block] : facts.block->blocks) add_unknown(name);
  }
  object.attributes = CtyValue::object(std::move(members)).with_place(call_.syntax.header());
  return object;
}

}  // namespace

std::vector<RegistryObject> registry_objects(ModuleInstance& module, const Declaration& call,
                                             const Repetition& repetition) {
  const auto* source = call.content.find("source");
  if (source == nullptr || source->expression().kind != hcl::ExpressionKind::String) return {};
  const auto* version = call.content.find("version");
  VersionConstraintResult constraint;
  if (version != nullptr && version->expression().kind == hcl::ExpressionKind::String)
    constraint = parse_version_constraint(version->expression().text);
  const auto resources = find_registry_module(
      source->expression().text, constraint.constraint ? &*constraint.constraint : nullptr);
  if (resources.empty()) return {};
  CallReader reader(module, call, repetition);
  std::vector<RegistryObject> objects;
  for (const auto& resource : resources)
    if (auto object = reader.read(resource)) objects.push_back(std::move(*object));
  return objects;
}

}  // namespace stopgate::terraform
