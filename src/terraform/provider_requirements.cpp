#include "terraform/provider_requirements.h"

#include "terraform/provider_schema.h"

namespace stopgate::terraform {

namespace {

void read_version(const hcl::Expression& expression, ProviderRequirement& requirement) {
  if (expression.kind != hcl::ExpressionKind::String) return;
  auto parsed = parse_version_constraint(expression.text);
  if (parsed.constraint) requirement.constraint = std::move(*parsed.constraint);
}

ProviderRequirement requirement_of(std::string_view name, const hcl::Expression& expression) {
  ProviderRequirement requirement{.source = default_provider_source(name)};
  // Before Terraform 0.13 an entry was the version alone.
  read_version(expression, requirement);
  for (const auto& item : expression.items) {
    if (item.key->text == "version") read_version(*item.value, requirement);
    if (item.key->text == "source" && item.value->kind == hcl::ExpressionKind::String)
      requirement.source = provider_name(item.value->text);
  }
  return requirement;
}

}  // namespace

std::string default_provider_source(std::string_view local_name) {
  if (local_name == "terraform") return "terraform.io/builtin/terraform";
  return "hashicorp/" + std::string(local_name);
}

std::string provider_local_name(const Declaration& resource) {
  if (const auto* argument = resource.content.find("provider")) {
    const auto* expression = &argument->expression();
    if (expression->kind == hcl::ExpressionKind::String)
      return std::string(expression->text.substr(0, expression->text.find('.')));
    while (expression->kind == hcl::ExpressionKind::Attribute) expression = expression->operand;
    if (expression->kind == hcl::ExpressionKind::Variable)
      return std::string(expression->name.text.text());
  }
  const auto type = resource.syntax.label(0);
  return std::string(type.substr(0, type.find('_')));
}

ProviderRequirements provider_requirements(const ModuleSyntax& module) {
  ProviderRequirements requirements;
  for (const auto& declaration : module.others) {
    for (const auto& block : declaration.content.blocks) {
      if (block.type().text() != "required_providers") continue;
      for (const auto& attribute : block.block->body.attributes) {
        auto requirement = requirement_of(attribute.name.text.text(), *attribute.value);
        requirement.place = {block.file, attribute.name.span};
        requirements.insert_or_assign(std::string(attribute.name.text.text()),
                                      std::move(requirement));
      }
    }
  }
  return requirements;
}

}  // namespace stopgate::terraform
