#include "terraform/declared_blocks.h"

#include <algorithm>
#include <array>
#include <optional>

#include "terraform/block_content.h"
#include "terraform/expand.h"
#include "terraform/lower.h"
#include "terraform/provider_requirements.h"
#include "terraform/source_text.h"

namespace stopgate::terraform {

namespace {

// Hold names of configuration objects, or types; `type` only in a variable.
constexpr std::array<std::string_view, 9> kNames = {"from",
                                                    "to",
                                                    "provider",
                                                    "providers",
                                                    "depends_on",
                                                    "ignore_changes",
                                                    "replace_triggered_by",
                                                    "configuration_aliases",
                                                    "experiments"};

// In required_providers names stand for themselves: `configuration_aliases = [aws.eu]`.
class NamesScope final : public Scope {
 public:
  Resolved resolve(const hcl::Name& root, std::span<const hcl::Name> attributes,
                   source::FileId) const override {
    std::string text(root.text.text());
    for (const auto& attribute : attributes) text += "." + std::string(attribute.text.text());
    return {.value = CtyValue::string(std::move(text)),
            .steps = attributes.size(),
            .error = std::nullopt};
  }
};

class BlockReader {
 public:
  BlockReader(ModuleInstance& module, Arena& arena)
      : module_(module), evaluation_(module.evaluation()), arena_(arena) {}

  [[nodiscard]] Block read(const Declaration& declaration);
  // One local value, and a data source: what tells whether anybody uses it.
  [[nodiscard]] Block read_local(const std::string& name, const ArgumentSyntax& argument);
  [[nodiscard]] Block read_data(const std::string& key, const Declaration& declaration);
  // One entry of required_providers.
  [[nodiscard]] Block read_requirement(const std::string& name,
                                       const ProviderRequirement& requirement);

 private:
  [[nodiscard]] CtyValue value_of(const Declaration& declaration);
  [[nodiscard]] CtyValue text_value(const ArgumentSyntax& argument) const;
  [[nodiscard]] std::size_t references_to(const Declaration& declaration) const;
  [[nodiscard]] std::size_t uses_of(const std::string& target) const;
  [[nodiscard]] std::size_t uses_of_provider(std::string_view local_name) const;
  [[nodiscard]] Block bare(std::string type, std::vector<std::string> labels, source::Place header,
                           source::Place block, std::size_t references);

  ModuleInstance& module_;
  Evaluation& evaluation_;
  Arena& arena_;
};

bool is_name(const ArgumentSyntax& argument, std::string_view block) {
  const auto name = argument.attribute->name.text.text();
  return std::ranges::find(kNames, name) != kNames.end() || (name == "type" && block == "variable");
}

CtyValue BlockReader::text_value(const ArgumentSyntax& argument) const {
  const auto& sources = evaluation_.sources();
  const auto& expression = argument.expression();
  if (expression.kind != hcl::ExpressionKind::Tuple)
    return CtyValue::string(text_of(expression, argument.file, sources))
        .with_place(argument.place());
  std::vector<CtyValue> elements;
  for (const auto* element : expression.elements) {
    elements.push_back(CtyValue::string(text_of(*element, argument.file, sources))
                           .with_place({argument.file, element->span}));
  }
  return CtyValue::tuple(std::move(elements)).with_place(argument.place());
}

// Evaluated arguments and blocks, and beside them the arguments that are names.
CtyValue BlockReader::value_of(const Declaration& declaration) {
  const auto type = declaration.syntax.type().text();
  const ModuleScope values(module_, no_repetition());
  const NamesScope names;
  Content evaluated{.arguments = {}, .blocks = {}};
  std::vector<CtyMember> members;
  // Arguments of a repeated block speak of each instance; the list shows the first.
  Expansion expansion;
  if (type == "module")
    expansion = module_.call_state(std::string(declaration.syntax.label(0))).expansion;
  else if (declaration.content.find("for_each") != nullptr)
    expansion = expand(evaluation_, declaration.content, values, std::string(type));
  std::optional<ModuleScope> instance;
  if (!expansion.instances.empty()) instance.emplace(module_, expansion.instances.front());
  for (const auto& argument : declaration.content.arguments) {
    if (is_name(argument, type))
      members.push_back({.key = argument.attribute->name.text,
                         .value = text_value(argument),
                         .key_place = argument.name_place()});
    else
      evaluated.arguments.push_back(argument);
  }
  // Conditions of validations and assertions speak of a value that is not there yet; they stay
  // text.
  if (type != "variable" && type != "output" && type != "check")
    evaluated.blocks = declaration.content.blocks;
  const Scope& scope = type == "terraform" || type == "language" ? static_cast<const Scope&>(names)
                       : instance                                ? *instance
                                                                 : values;
  const auto body =
      evaluate_content(evaluation_, evaluated, scope, declaration.syntax.header(), {}, {});
  members.insert(members.end(), body.members().begin(), body.members().end());
  return CtyValue::object(std::move(members)).with_place(declaration.syntax.header());
}

std::size_t BlockReader::uses_of(const std::string& target) const {
  const auto& targets = module_.syntax().usage.targets;
  const auto found = targets.find(target);
  const auto count = found == targets.end() ? std::size_t{0} : found->second.count;
  // It may be used in the part that could not be read.
  return count == 0 && module_.syntax().has_errors ? 1 : count;
}

// By resources, provider blocks and the calls that it is handed to.
std::size_t BlockReader::uses_of_provider(std::string_view local_name) const {
  const auto& syntax = module_.syntax();
  const auto is_it = [&](std::string_view key) {
    return key.substr(0, key.find('.')) == local_name;
  };
  std::size_t count = syntax.has_errors ? 1 : 0;
  for (const auto& [key, resource] : syntax.resources)
    count += provider_local_name(resource) == local_name ? 1 : 0;
  for (const auto& [key, provider] : syntax.providers) count += is_it(key) ? 1 : 0;
  for (const auto& [name, call] : syntax.calls) {
    const auto* handed = call.content.find("providers");
    // Without a mapping the module gets every configuration that has no alias.
    if (handed == nullptr) {
      ++count;
      continue;
    }
    for (const auto& item : handed->expression().items)
      count += is_it(text_of(*item.value, handed->file, evaluation_.sources())) ? 1 : 0;
  }
  for (const auto& declaration : syntax.others)
    if (const auto* provider = declaration.content.find("provider"))
      count +=
          is_it(text_of(provider->expression(), provider->file, evaluation_.sources())) ? 1 : 0;
  return count;
}

std::size_t BlockReader::references_to(const Declaration& declaration) const {
  const auto type = declaration.syntax.type().text();
  const std::string name(declaration.syntax.label(0));
  if (type == "variable") return uses_of("var." + name);
  if (type == "module") return uses_of("module." + name);
  return type == "output" && module_.parent() != nullptr ? uses_of_output(module_, name) : 0;
}

Block BlockReader::read(const Declaration& declaration) {
  Block block;
  block.type = std::string(declaration.syntax.type().text());
  for (const auto& label : declaration.syntax.block->labels) block.labels.emplace_back(label.text);
  block.module_address = module_.address();
  block.attributes = {lower(arena_, value_of(declaration), value::Access::Lenient),
                      declaration.syntax.header()};
  block.header = declaration.syntax.header();
  block.block = declaration.syntax.place();
  block.calls = module_.calls();
  block.references = references_to(declaration);
  return block;
}

Block BlockReader::bare(std::string type, std::vector<std::string> labels, source::Place header,
                        source::Place place, std::size_t references) {
  Block block{.type = std::move(type), .labels = std::move(labels)};
  block.module_address = module_.address();
  block.attributes = {
      lower(arena_, CtyValue::object({}).with_place(header), value::Access::Lenient), header};
  block.header = header;
  block.block = place;
  block.calls = module_.calls();
  block.references = references;
  return block;
}

Block BlockReader::read_local(const std::string& name, const ArgumentSyntax& argument) {
  return bare("local", {name}, argument.name_place(), {argument.file, argument.attribute->span},
              uses_of("local." + name));
}

Block BlockReader::read_data(const std::string& key, const Declaration& declaration) {
  return bare("data",
              {std::string(declaration.syntax.label(0)), std::string(declaration.syntax.label(1))},
              declaration.syntax.header(), declaration.syntax.place(), uses_of(key));
}

Block BlockReader::read_requirement(const std::string& name,
                                    const ProviderRequirement& requirement) {
  return bare("required_provider", {name}, requirement.place, requirement.place,
              uses_of_provider(name));
}

}  // namespace

std::size_t uses_of_output(const ModuleInstance& module, std::string_view name) {
  const auto& caller = module.parent()->syntax();
  const auto used =
      caller.usage.targets.find("module." + std::string(module.call()->syntax.label(0)));
  // It may be read in the part that could not be read.
  if (used == caller.usage.targets.end()) return caller.has_errors ? 1 : 0;
  const auto& target = used->second;
  // With for_each the first name may be a key, and what follows is not told apart.
  const bool is_read = target.as_whole || target.attributes.contains(intern(name)) ||
                       module.call()->content.find("for_each") != nullptr || caller.has_errors;
  return is_read ? 1 : 0;
}

void add_declared_blocks(ModuleInstance& module, Arena& arena, std::vector<Block>& blocks) {
  std::vector<const Declaration*> declarations;
  const auto& syntax = module.syntax();
  for (const auto* table : {&syntax.variables, &syntax.outputs, &syntax.calls, &syntax.providers}) {
    for (const auto& [name, declaration] : *table) declarations.push_back(&declaration);
  }
  for (const auto& declaration : syntax.others) declarations.push_back(&declaration);
  std::ranges::sort(declarations, {},
                    [](const Declaration* declaration) { return declaration->syntax.header(); });
  BlockReader reader(module, arena);
  for (const auto* declaration : declarations) blocks.push_back(reader.read(*declaration));
  for (const auto& [name, argument] : syntax.locals)
    blocks.push_back(reader.read_local(name, argument));
  for (const auto& [key, declaration] : syntax.resources)
    if (declaration.syntax.type().text() == "data")
      blocks.push_back(reader.read_data(key, declaration));
  for (const auto& [name, requirement] : provider_requirements(syntax))
    blocks.push_back(reader.read_requirement(name, requirement));
}

}  // namespace stopgate::terraform
