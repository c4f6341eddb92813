// Versions, sources and backends: what terraform blocks and module calls pin.

#include <algorithm>

#include "base/text.h"
#include "terraform/checks.h"
#include "terraform/module_locate.h"
#include "terraform/version_constraint.h"

namespace stopgate::terraform {

namespace {

// There is no Terraform or OpenTofu of a higher one.
constexpr std::uint64_t kNewestMajor = 1;

bool is_source_part(std::string_view part, bool is_host) {
  return !part.empty() && std::ranges::all_of(part, [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || (is_host && (c == '.' || c == ':'));
  });
}

// "aws", "hashicorp/aws", "registry.terraform.io/hashicorp/aws".
bool is_provider_source(std::string_view source) {
  const auto parts = split(source, '/');
  if (parts.size() > 3) return false;
  for (std::size_t i = 0; i < parts.size(); ++i)
    if (!is_source_part(parts[i], parts.size() == 3 && i == 0)) return false;
  return true;
}

class SettingsCheck {
 public:
  explicit SettingsCheck(source::Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  void settings(const Declaration& declaration);
  void call(const std::string& name, const Declaration& call);
  void version_argument(const Declaration& declaration);

 private:
  void required_version(const ArgumentSyntax& argument);
  void required_providers(const BlockSyntax& block);
  void provider(std::string_view name, const hcl::Expression& value, source::FileId file);
  void only_one(const BlockSyntax& block, const BlockSyntax*& first, std::string_view what);
  // Nothing when it is no constant, or no constraint.
  std::optional<VersionConstraint> constraint(const hcl::Expression& expression,
                                              source::FileId file);
  void report(source::Place place, std::string message, std::string help) {
    diagnostics_.push_back(
        {.message = std::move(message), .help = std::move(help), .place = place, .path = {}});
  }

  source::Diagnostics& diagnostics_;
  const BlockSyntax* backend_ = nullptr;
  const BlockSyntax* providers_ = nullptr;
};

std::optional<VersionConstraint> SettingsCheck::constraint(const hcl::Expression& expression,
                                                           source::FileId file) {
  if (expression.kind != hcl::ExpressionKind::String) return std::nullopt;
  auto parsed = parse_version_constraint(expression.text);
  if (!parsed.error.empty())
    report({file, expression.span},
           "the version constraint " + quoted(expression.text, 60) +
               " cannot be read: " + parsed.error,
           "write numbers after an operator, separated by commas: \">= 1.3, < 2.0\" or \"~> 5.0\"");
  return std::move(parsed.constraint);
}

void SettingsCheck::required_version(const ArgumentSyntax& argument) {
  const auto parsed = constraint(argument.expression(), argument.file);
  if (!parsed) return;
  for (std::uint64_t major = 0; major <= kNewestMajor; ++major)
    if (parsed->admits_major(major)) return;
  report(argument.place(),
         "no release of Terraform or OpenTofu satisfies " + quoted(argument.expression().text, 60),
         "name a version that exists: \">= 1.3\"");
}

void SettingsCheck::provider(std::string_view name, const hcl::Expression& value,
                             source::FileId file) {
  if (value.kind == hcl::ExpressionKind::String) {
    static_cast<void>(constraint(value, file));
    return;
  }
  if (value.kind != hcl::ExpressionKind::Object) return;
  for (const auto& item : value.items) {
    const auto key = item.key->text;
    if (item.key->kind != hcl::ExpressionKind::String) continue;
    if (key == "version") static_cast<void>(constraint(*item.value, file));
    if (key == "source" && item.value->kind == hcl::ExpressionKind::String &&
        !is_provider_source(item.value->text)) {
      report({file, item.value->span},
             quoted(item.value->text, 80) + " is no address of a provider",
             "write namespace/name, as in \"hashicorp/" + std::string(name) + "\"");
    }
    constexpr std::string_view kKnown[] = {"source", "version", "configuration_aliases"};
    if (std::ranges::find(kKnown, key) == std::end(kKnown)) {
      const auto near = nearest_name(key, kKnown);
      report({file, item.key->span},
             "required_providers has no setting " + quoted(key, 60) + " for a provider",
             near ? "did you mean " + quoted(*near) + "?"
                  : "source, version and configuration_aliases are known");
    }
  }
}

void SettingsCheck::required_providers(const BlockSyntax& block) {
  for (const auto& attribute : block.block->body.attributes)
    provider(attribute.name.text.text(), *attribute.value, block.file);
}

void SettingsCheck::only_one(const BlockSyntax& block, const BlockSyntax*& first,
                             std::string_view what) {
  if (first == nullptr) {
    first = &block;
    return;
  }
  report(block.header(), "this module has a second " + std::string(what),
         "keep one of them: " + std::string(what) + "s are not merged");
}

void SettingsCheck::settings(const Declaration& declaration) {
  for (const auto& argument : declaration.content.arguments)
    if (argument.attribute->name.text.text() == "required_version") required_version(argument);
  for (const auto& block : declaration.content.blocks) {
    const auto type = block.type().text();
    if (type == "required_providers") required_providers(block);
    // Those of override files replace what is there.
    if (declaration.is_override) continue;
    if (type == "backend" || type == "cloud") only_one(block, backend_, "backend");
    if (type == "required_providers") only_one(block, providers_, "required_providers block");
  }
}

void SettingsCheck::call(const std::string& name, const Declaration& call) {
  const auto* version = call.content.find("version");
  const auto* source = call.content.find("source");
  if (version == nullptr) return;
  static_cast<void>(constraint(version->expression(), version->file));
  if (source != nullptr && source->expression().kind == hcl::ExpressionKind::String &&
      is_local_source(source->expression().text)) {
    report(version->name_place(),
           "module " + quoted(name) + " is a folder of this repository, which has no versions",
           "remove the version");
  }
}

void SettingsCheck::version_argument(const Declaration& declaration) {
  if (const auto* version = declaration.content.find("version"))
    static_cast<void>(constraint(version->expression(), version->file));
}

}  // namespace

void check_settings(const ModuleSyntax& module, source::Diagnostics& diagnostics) {
  SettingsCheck check(diagnostics);
  for (const auto& declaration : module.others)
    if (declaration.syntax.type().text() == "terraform") check.settings(declaration);
  for (const auto& [name, call] : module.calls) check.call(name, call);
  for (const auto& [name, provider] : module.providers) check.version_argument(provider);
}

}  // namespace stopgate::terraform
