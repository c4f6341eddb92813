// Expressions that name declarations and are not evaluated here: depends_on, conditions,
// provisioners.

#include <set>

#include "base/text.h"
#include "terraform/checks.h"
#include "terraform/reference.h"

namespace stopgate::terraform {

namespace {

class NameCheck {
 public:
  NameCheck(const ModuleSyntax& module, source::Diagnostics& diagnostics)
      : module_(module), diagnostics_(diagnostics) {
    read_configurations();
  }

  void depends_on(const Declaration& declaration);
  void replace_triggers(const Declaration& declaration);
  // Of a resource, and of a call that hands configurations on.
  void provider(const Declaration& declaration);
  void handed_providers(const Declaration& call);
  // Pre- and postconditions.
  void conditions(const Content& content);
  void provisioners(const Declaration& resource);
  // A check's data sources are known only within it.
  void check(const Declaration& declaration);

 private:
  void configuration(const hcl::Expression& expression, source::FileId file);
  void read_configurations();
  void names_of(const ArgumentSyntax& argument);
  void names_of(const hcl::Body& body, source::FileId file);
  void name(const ReferenceSyntax& reference, source::FileId file);
  template <typename Table>
  void look_up(const Table& table, const ReferenceSyntax& reference, source::FileId file,
               std::string_view what);

  const ModuleSyntax& module_;
  source::Diagnostics& diagnostics_;
  std::set<std::string, std::less<>> scoped_;          // data sources of the check at hand
  std::set<std::string, std::less<>> configurations_;  // "aws.eu": declared, or to be handed in
};

// "aws.eu"; empty for anything else.
std::string alias_of(const hcl::Expression& expression) {
  if (expression.kind == hcl::ExpressionKind::String &&
      expression.text.find('.') != std::string_view::npos)
    return std::string(expression.text);
  if (expression.kind != hcl::ExpressionKind::Attribute ||
      expression.operand->kind != hcl::ExpressionKind::Variable)
    return {};
  return std::string(expression.operand->name.text.text()) + "." +
         std::string(expression.name.text.text());
}

void NameCheck::read_configurations() {
  for (const auto& [key, declaration] : module_.providers) configurations_.insert(key);
  for (const auto& declaration : module_.others) {
    for (const auto& block : declaration.content.blocks) {
      if (block.type().text() != "required_providers") continue;
      for (const auto& attribute : block.block->body.attributes) {
        for (const auto& item : attribute.value->items) {
          if (item.key->text != "configuration_aliases") continue;
          for (const auto* alias : item.value->elements) configurations_.insert(alias_of(*alias));
        }
      }
    }
  }
}

void NameCheck::configuration(const hcl::Expression& expression, source::FileId file) {
  const auto alias = alias_of(expression);
  if (alias.empty() || configurations_.contains(alias)) return;
  const std::vector<std::string_view> names(configurations_.begin(), configurations_.end());
  const auto near = nearest_name(alias, names);
  diagnostics_.push_back(
      {.message = "there is no provider configuration " + quoted(alias) + " in this module",
       .help = near ? "did you mean " + quoted(*near) + "?"
                    : "add a provider block with this alias, or name it in configuration_aliases",
       .place = {file, expression.span},
       .path = {}});
}

void NameCheck::provider(const Declaration& declaration) {
  if (const auto* argument = declaration.content.find("provider"))
    configuration(argument->expression(), argument->file);
}

void NameCheck::handed_providers(const Declaration& call) {
  const auto* argument = call.content.find("providers");
  if (argument == nullptr) return;
  for (const auto& item : argument->expression().items) configuration(*item.value, argument->file);
}

template <typename Table>
void NameCheck::look_up(const Table& table, const ReferenceSyntax& reference, source::FileId file,
                        std::string_view what) {
  if (table.contains(reference.name) || scoped_.contains(reference.name)) return;
  std::vector<std::string_view> names;
  for (const auto& [key, value] : table) names.push_back(key);
  const auto near = nearest_name(reference.name, names);
  diagnostics_.push_back(
      {.message =
           "there is no " + std::string(what) + " " + quoted(reference.name) + " in this module",
       .help = near ? "did you mean " + quoted(*near) + "?" : "declare it, or remove the name",
       .place = {file, reference.span},
       .path = {}});
}

void NameCheck::name(const ReferenceSyntax& reference, source::FileId file) {
  switch (reference.kind) {
    case ReferenceKind::Variable:
      return look_up(module_.variables, reference, file, "variable");
    case ReferenceKind::Local:
      return look_up(module_.locals, reference, file, "local value");
    case ReferenceKind::Module:
      return look_up(module_.calls, reference, file, "module call");
    case ReferenceKind::Resource:
      return look_up(module_.resources, reference, file, "resource");
    case ReferenceKind::Instance:
    case ReferenceKind::Context:
    case ReferenceKind::Other:
      return;
  }
}

void NameCheck::names_of(const ArgumentSyntax& argument) {
  for (const auto& reference : names_in(argument.expression()).references)
    name(reference, argument.file);
}

// As deep as the parser lets blocks nest.
void NameCheck::names_of(const hcl::Body& body, source::FileId file) {
  for (const auto& attribute : body.attributes) names_of(ArgumentSyntax{&attribute, file});
  for (const auto* block : body.blocks) names_of(block->body, file);
}

void NameCheck::conditions(const Content& content) {
  for (const auto& block : content.blocks) {
    const auto type = block.type().text();
    if (type == "lifecycle")
      conditions(content_of(block.block->body, block.file));
    else if (type == "precondition" || type == "postcondition")
      names_of(block.block->body, block.file);
  }
}

void NameCheck::provisioners(const Declaration& resource) {
  for (const auto& block : resource.content.blocks)
    if (block.type().text() == "provisioner" || block.type().text() == "connection")
      names_of(block.block->body, block.file);
}

void NameCheck::check(const Declaration& declaration) {
  for (const auto& block : declaration.content.blocks)
    if (block.type().text() == "data")
      scoped_.insert("data." + std::string(block.label(0)) + "." + std::string(block.label(1)));
  for (const auto& block : declaration.content.blocks) names_of(block.block->body, block.file);
  scoped_.clear();
}

void NameCheck::depends_on(const Declaration& declaration) {
  if (const auto* argument = declaration.content.find("depends_on")) names_of(*argument);
}

void NameCheck::replace_triggers(const Declaration& declaration) {
  for (const auto& block : declaration.content.blocks) {
    if (block.type().text() != "lifecycle") continue;
    const auto content = content_of(block.block->body, block.file);
    if (const auto* argument = content.find("replace_triggered_by")) names_of(*argument);
  }
}

}  // namespace

void check_names(const ModuleSyntax& module, source::Diagnostics& diagnostics) {
  // What seems undeclared may stand where the text could not be read.
  if (module.has_errors) return;
  NameCheck check(module, diagnostics);
  for (const auto* table : {&module.resources, &module.calls, &module.outputs})
    for (const auto& [name, declaration] : *table) check.depends_on(declaration);
  for (const auto& [name, resource] : module.resources) {
    check.replace_triggers(resource);
    check.provider(resource);
    check.conditions(resource.content);
    check.provisioners(resource);
  }
  for (const auto& [name, output] : module.outputs) check.conditions(output.content);
  for (const auto& declaration : module.others)
    if (declaration.syntax.type().text() == "check") check.check(declaration);
  for (const auto& [name, call] : module.calls) check.handed_providers(call);
}

}  // namespace stopgate::terraform
