// Names of providers, and arguments of their blocks that are kept for Terraform itself.

#include <algorithm>
#include <array>

#include "base/text.h"
#include "terraform/checks.h"

namespace stopgate::terraform {

namespace {

constexpr auto kReservedArguments =
    std::to_array<std::string_view>({"count", "depends_on", "source"});
constexpr auto kReservedBlocks = std::to_array<std::string_view>({"lifecycle", "locals"});

class ProviderCheck {
 public:
  explicit ProviderCheck(source::Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  void name(std::string_view text, source::Place place) {
    const bool is_plain = std::ranges::all_of(text, [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || (c & 0x80) != 0;
    });
    if (is_plain && !text.starts_with('-') && !text.ends_with('-')) return;
    report(place, quoted(text, 60) + " is no name of a provider",
           "names of providers are lower-case letters, digits and dashes");
  }

  // provider = aws, provider = aws.eu
  void argument(const hcl::Expression& expression, source::FileId file) {
    const auto* root = &expression;
    if (root->kind == hcl::ExpressionKind::Attribute) root = root->operand;
    if (root->kind == hcl::ExpressionKind::Variable)
      name(root->name.text.text(), {file, root->span});
  }

  void block(const Declaration& provider) {
    if (!provider.syntax.block->labels.empty())
      name(provider.syntax.label(0), provider.syntax.header());
    for (const auto& argument : provider.content.arguments)
      reserved(kReservedArguments, argument.attribute->name.text.text(), argument.name_place(),
               "argument");
    for (const auto& block : provider.content.blocks)
      reserved(kReservedBlocks, block.type().text(), block.header(), "block type");
  }

  void required(const Declaration& settings) {
    for (const auto& block : settings.content.blocks) {
      if (block.type().text() != "required_providers") continue;
      for (const auto& attribute : block.block->body.attributes)
        name(attribute.name.text.text(), {block.file, attribute.name.span});
    }
  }

 private:
  template <typename Names>
  void reserved(const Names& names, std::string_view found, source::Place place,
                const std::string& what) {
    if (std::ranges::find(names, found) == names.end()) return;
    report(place, "the " + what + " " + quoted(found) + " is reserved in provider blocks",
           "remove it");
  }
  void report(source::Place place, std::string message, std::string help) {
    diagnostics_.push_back(
        {.message = std::move(message), .help = std::move(help), .place = place, .path = {}});
  }

  source::Diagnostics& diagnostics_;
};

}  // namespace

void check_providers(const ModuleSyntax& module, source::Diagnostics& diagnostics) {
  ProviderCheck check(diagnostics);
  for (const auto& [name, provider] : module.providers) check.block(provider);
  for (const auto& [name, resource] : module.resources)
    if (const auto* argument = resource.content.find("provider"))
      check.argument(argument->expression(), argument->file);
  for (const auto& declaration : module.others)
    if (declaration.syntax.type().text() == "terraform") check.required(declaration);
}

}  // namespace stopgate::terraform
