#include "terraform/load.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "terraform/declared_blocks.h"
#include "terraform/lifecycle.h"
#include "terraform/lower.h"
#include "terraform/module_instance.h"
#include "terraform/policy_document.h"
#include "terraform/reference_trace.h"
#include "terraform/registry_module.h"
#include "terraform/source_text.h"
#include "terraform/tags.h"

namespace stopgate::terraform {

namespace {

class Loader {
 public:
  Loader(Evaluation& evaluation, Root& root) : evaluation_(evaluation), root_(root) {}

  // As deep as module calls nest.
  void add_module(ModuleInstance& module);
  // Once all modules are there: what a block counts of one call, an output has of all of them.
  void count_output_uses();

 private:
  void add_resources(ModuleInstance& module, const std::string& key,
                     const Declaration& declaration);
  [[nodiscard]] Resource common_part(ModuleInstance& module, const std::string& key,
                                     const Declaration& declaration);
  [[nodiscard]] ProviderReference provider_of(ModuleInstance& module,
                                              const Declaration& declaration);
  void evaluate_rest(ModuleInstance& module);
  void add_registry_objects(ModuleInstance& module, const std::string& name,
                            const Declaration& call);

  Evaluation& evaluation_;
  Root& root_;
  std::set<const ModuleSyntax*> seen_;
  std::map<source::Place, std::size_t> output_uses_;  // by the header of the output
};

Mode mode_of(std::string_view block_type) {
  return block_type == "data"        ? Mode::Data
         : block_type == "ephemeral" ? Mode::Ephemeral
                                     : Mode::Managed;
}

// The configuration that the resource names, or the one of its type's first word.
ProviderReference Loader::provider_of(ModuleInstance& module, const Declaration& declaration) {
  if (const auto* argument = declaration.content.find("provider")) {
    return module.find_provider(
        text_of(argument->expression(), argument->file, evaluation_.sources()));
  }
  const auto type = declaration.syntax.label(0);
  return module.find_provider(std::string(type.substr(0, type.find('_'))));
}

Resource Loader::common_part(ModuleInstance& module, const std::string& key,
                             const Declaration& declaration) {
  Resource resource;
  resource.mode = mode_of(declaration.syntax.type().text());
  resource.module_address = module.address();
  resource.base_address = module.base_address_of(key);
  resource.type = intern(declaration.syntax.label(0));
  resource.name = std::string(declaration.syntax.label(1));
  resource.header = declaration.syntax.header();
  resource.block = declaration.syntax.place();
  resource.calls = module.calls();
  resource.lifecycle = lifecycle_of(declaration.content, evaluation_);
  resource.references = references_of(module, declaration.content);
  const auto& named = module.syntax().usage.targets;
  if (const auto found = named.find(key); found != named.end())
    resource.mentions = found->second.count;
  return resource;
}

void Loader::add_resources(ModuleInstance& module, const std::string& key,
                           const Declaration& declaration) {
  const auto& state = module.resource(key);
  if (state.task.state != Task::State::Done) return;
  const auto common = common_part(module, key, declaration);
  const auto provider = provider_of(module, declaration);
  const auto has_cloud_tags =
      common.mode == Mode::Managed && common.type.text().starts_with("aws_");
  for (std::size_t i = 0; i < state.objects.size(); ++i) {
    auto& resource = root_.resources.emplace_back(common);
    resource.address = module.address_of(key + state.expansion.instances[i].suffix);
    resource.is_symbolic = state.expansion.is_symbolic || module.is_symbolic();
    resource.provider = provider.key;
    auto attributes = state.objects[i];
    if (i < state.documents.size()) {
      std::vector<CtyMember> members(attributes.members().begin(), attributes.members().end());
      members.push_back({.key = intern("json"),
                         .value = policy_document_json(state.documents[i], resource.address),
                         .key_place = {}});
      attributes = CtyValue::object(std::move(members)).with_place(attributes.place());
    }
    resource.attributes = {lower(*root_.arena, attributes, value::Access::Lenient), common.header};
    for (const auto& [path, structure] : state.decoded[i]) {
      resource.decoded.emplace_back(
          path,
          value::Node{lower(*root_.arena, structure, value::Access::Lenient), structure.place()});
    }
    if (has_cloud_tags)
      resource.effective_tags = effective_tags(state.objects[i], provider, *root_.arena);
    if (resource.is_symbolic) ++root_.symbolic;
  }
}

// Of a call whose module could not be found: findings on what it makes stand in the call.
void Loader::add_registry_objects(ModuleInstance& module, const std::string& name,
                                  const Declaration& call) {
  const auto& expansion = module.call_state(name).expansion;
  const auto prefix = "module." + name;
  for (const auto& repetition : expansion.instances) {
    for (auto& object : registry_objects(module, call, repetition)) {
      auto& resource = root_.resources.emplace_back();
      resource.module_address = module.address_of(prefix + repetition.suffix);
      resource.address = resource.module_address + "." + object.type + "." + object.name;
      resource.base_address =
          module.base_address_of(prefix) + "." + object.type + "." + object.name;
      resource.type = intern(object.type);
      resource.name = object.name;
      resource.header = call.syntax.header();
      resource.block = call.syntax.place();
      resource.calls = module.calls();
      resource.provider = "aws";
      resource.is_symbolic = object.is_symbolic || expansion.is_symbolic || module.is_symbolic();
      resource.references = references_of(module, call.content);
      resource.attributes = {lower(*root_.arena, object.attributes, value::Access::Lenient),
                             resource.header};
      for (const auto& [path, structure] : object.decoded)
        resource.decoded.emplace_back(
            path,
            value::Node{lower(*root_.arena, structure, value::Access::Lenient), structure.place()});
      resource.effective_tags =
          effective_tags(object.attributes, module.find_provider("aws"), *root_.arena);
      if (resource.is_symbolic) ++root_.symbolic;
    }
  }
}

// What no resource needed: its mistakes are mistakes all the same.
void Loader::evaluate_rest(ModuleInstance& module) {
  for (const auto& [name, declaration] : module.syntax().variables)
    static_cast<void>(module.variable(name));
  for (const auto& [name, argument] : module.syntax().locals) static_cast<void>(module.local(name));
  for (const auto& [name, declaration] : module.syntax().outputs)
    static_cast<void>(module.output(name));
}

void Loader::count_output_uses() {
  for (auto& block : root_.blocks) {
    const auto uses = output_uses_.find(block.header);
    if (block.type == "output" && uses != output_uses_.end()) block.references = uses->second;
  }
}

void Loader::add_module(ModuleInstance& module) {
  for (const auto& [key, declaration] : module.syntax().resources)
    add_resources(module, key, declaration);
  evaluate_rest(module);
  if (module.parent() != nullptr)
    for (const auto& [name, output] : module.syntax().outputs)
      output_uses_[output.syntax.header()] += uses_of_output(module, name);
  // Declarations are the same in every instance of a module: they are listed once.
  if (seen_.insert(&module.syntax()).second)
    add_declared_blocks(module, *root_.arena, root_.blocks);
  for (const auto& [name, call] : module.syntax().calls) {
    const auto& instances = module.call_state(name).instances;
    if (instances.empty() && !module.has_module(name)) add_registry_objects(module, name, call);
    for (const auto& instance : instances) add_module(*instance);
  }
}

void load_modules(source::SourceMap& sources, const source::FileSystem& files, const Folder& folder,
                  const LoadOptions& options, Root& root) {
  const auto repository = options.repository.empty() ? folder.path : options.repository;
  const source::ConfinedFileSystem confined(files, repository);
  Evaluation evaluation(sources, confined, files, folder, options);
  const ModuleTree tree(evaluation);
  const auto values = read_variable_values(evaluation, *tree.root().syntax);
  ModuleInstance module(evaluation, tree, values);
  Loader loader(evaluation, root);
  loader.add_module(module);
  loader.count_output_uses();
  root.diagnostics = evaluation.take_diagnostics();
}

}  // namespace

Root load_root(source::SourceMap& sources, const source::FileSystem& files, std::string_view folder,
               const LoadOptions& options) {
  Root root;
  root.path = std::string(folder);
  const auto path = files.canonical(folder);
  if (!path) {
    root.diagnostics.push_back({.message = "the folder cannot be read: " + path.error().message,
                                .help = {},
                                .place = {},
                                .path = root.path});
    return root;
  }
  load_modules(sources, files, {*path, root.path}, options, root);
  return root;
}

}  // namespace stopgate::terraform
