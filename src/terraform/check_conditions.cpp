// Conditions that cannot check anything, because they are incomplete or speak of nothing.

#include <algorithm>
#include <set>

#include "base/text.h"
#include "terraform/checks.h"
#include "terraform/reference.h"

namespace stopgate::terraform {

namespace {

class ConditionCheck {
 public:
  explicit ConditionCheck(source::Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  // `variable`: the name of the one that is validated, else empty. `resource`: the address of the
  // one whose lifecycle it is, else empty.
  struct Owner {
    std::string_view variable = {}, resource = {};
  };
  void check(const BlockSyntax& block, const Owner& owner);
  void nested(const Content& content, std::string_view type, const Owner& owner);

 private:
  void own_name(const Content& content, const Owner& owner);
  void report(source::Place place, std::string message, std::string help) {
    diagnostics_.push_back(
        {.message = std::move(message), .help = std::move(help), .place = place, .path = {}});
  }

  source::Diagnostics& diagnostics_;
};

void ConditionCheck::own_name(const Content& content, const Owner& owner) {
  if (owner.resource.empty()) return;
  for (const auto* name : {"condition", "error_message"}) {
    const auto* argument = content.find(std::string_view(name));
    if (argument == nullptr) continue;
    for (const auto& reference : names_in(argument->expression()).references)
      if (reference.kind == ReferenceKind::Resource && reference.target == owner.resource)
        report({argument->file, reference.span},
               "the conditions of " + std::string(owner.resource) + " refer to it by its name",
               "say self in a postcondition; a precondition is checked before there is anything");
  }
}

void ConditionCheck::check(const BlockSyntax& block, const Owner& owner) {
  const auto variable = owner.variable;
  const auto content = content_of(block.block->body, block.file);
  if (content.has_errors) return;
  const auto type = std::string(block.type().text());
  for (const auto* name : {"condition", "error_message"}) {
    if (content.find(std::string_view(name)) == nullptr)
      report(block.header(), "the " + type + " block has no argument '" + name + "'", "add it");
  }
  own_name(content, owner);
  const auto* condition = content.find("condition");
  if (condition == nullptr || condition->expression().kind == hcl::ExpressionKind::Invalid) return;
  const auto names = names_in(condition->expression());
  if (names.references.empty()) {
    report(condition->place(), "the condition refers to nothing, so it checks nothing",
           variable.empty() ? "compare a value of the configuration"
                            : "use var." + std::string(variable) + " in it");
    return;
  }
  const auto own = "var." + std::string(variable);
  if (!variable.empty() && std::ranges::find(names.references, own, &ReferenceSyntax::target) ==
                               names.references.end()) {
    report(condition->place(),
           "the validation of variable " + quoted(variable) + " does not look at its value",
           "use " + own + " in the condition");
  }
}

void ConditionCheck::nested(const Content& content, std::string_view type, const Owner& owner) {
  for (const auto& block : content.blocks)
    if (block.type().text() == type) check(block, owner);
}

}  // namespace

void check_conditions(const ModuleSyntax& module, source::Diagnostics& diagnostics) {
  ConditionCheck check(diagnostics);
  for (const auto& [name, variable] : module.variables)
    check.nested(variable.content, "validation", {.variable = name});
  for (const auto& [name, output] : module.outputs) {
    check.nested(output.content, "precondition", {});
    check.nested(output.content, "postcondition", {});
  }
  for (const auto& [name, resource] : module.resources) {
    for (const auto& block : resource.content.blocks) {
      if (block.type().text() != "lifecycle") continue;
      const auto lifecycle = content_of(block.block->body, block.file);
      check.nested(lifecycle, "precondition", {.resource = name});
      check.nested(lifecycle, "postcondition", {.resource = name});
    }
  }
  std::set<std::string_view> names;
  for (const auto& declaration : module.others) {
    if (declaration.syntax.type().text() != "check") continue;
    check.nested(declaration.content, "assert", {});
    const auto name = declaration.syntax.label(0);
    if (!names.insert(name).second)
      diagnostics.push_back({.message = "check " + quoted(name) + " is already declared",
                             .help = "rename or remove one of the declarations",
                             .place = declaration.syntax.header(),
                             .path = {}});
  }
}

}  // namespace stopgate::terraform
