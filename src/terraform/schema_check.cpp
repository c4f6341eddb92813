#include "terraform/schema_check.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "json/reader.h"
#include "terraform/block_content.h"
#include "terraform/cty_convert.h"
#include "terraform/network.h"
#include "terraform/provider_facts.h"
#include "terraform/reference.h"
#include "terraform/schema_body.h"

namespace stopgate::terraform {

namespace {

// Arguments that name a whole network, which the provider checks and its schema does not say.
struct NetworkArgument {
  std::string_view type;
  std::string_view argument;
};
constexpr std::array<NetworkArgument, 3> kNetworks = {{
    {"aws_vpc", "cidr_block"},
    {"aws_subnet", "cidr_block"},
    {"aws_vpc_ipv4_cidr_block_association", "cidr_block"},
}};

constexpr std::array<std::string_view, 3> kDocuments = {"policy", "assume_role_policy",
                                                        "access_policies"};

Mode mode_of(const Declaration& declaration) {
  const auto type = declaration.syntax.type().text();
  return type == "data" ? Mode::Data : type == "ephemeral" ? Mode::Ephemeral : Mode::Managed;
}

bool is_set(const CtyValue& object, std::string_view name) {
  const auto* member = object.find(intern(name));
  return member != nullptr && member->value.is_not_null();
}

void check_networks(std::string_view type, const CtyValue& object,
                    source::Diagnostics& diagnostics) {
  for (const auto& network : kNetworks) {
    const auto* member = network.type == type ? object.find(intern(network.argument)) : nullptr;
    if (member == nullptr || !member->value.is_concrete() ||
        member->value.kind() != TypeKind::String)
      continue;
    const auto& text = member->value.as_string();
    const auto canonical = network_of(text);
    // The forms of IPv6 are many: only IPv4 has one spelling.
    if (canonical && (*canonical == text || text.find(':') != std::string::npos)) continue;
    diagnostics.push_back(
        {.message = quoted(text, 60) + " is no network" +
                    (canonical ? ": it has bits set beyond its prefix" : ""),
         .help = canonical ? "write " + quoted(*canonical) : "write it as in \"10.0.0.0/16\"",
         .place = member->value.place(),
         .path = {}});
  }
}

// The provider takes a JSON object here, and says so before it plans.
void check_documents(std::string_view type, const CtyValue& object,
                     source::Diagnostics& diagnostics) {
  if (!type.starts_with("aws_")) return;
  for (const auto name : kDocuments) {
    const auto* member = object.find(intern(name));
    if (member == nullptr || !member->value.is_concrete() ||
        member->value.kind() != TypeKind::String || trim(member->value.as_string()).empty())
      continue;
    const auto document = json::parse(member->value.as_string());
    if (!source::has_errors(document.diagnostics) && document.root.value.is_map()) continue;
    diagnostics.push_back(
        {.message = quoted(name) + " is no JSON object" +
                    (document.diagnostics.empty() ? std::string{}
                                                  : ": " + document.diagnostics.front().message),
         .help = "use jsonencode(), or a policy document's data source",
         .place = member->value.place(),
         .path = {}});
  }
}

void check_conflicts(const SchemaBlock& schema, const CtyValue& object,
                     source::Diagnostics& diagnostics) {
  for (const auto& [first, second] : schema.conflicts) {
    if (!is_set(object, first) || !is_set(object, second)) continue;
    diagnostics.push_back(
        {.message = quoted(first) + " and " + quoted(second) + " exclude each other",
         .help = "keep one of them",
         .place = object.find(intern(second))->value.place(),
         .path = {}});
  }
}

// As deep as the schema.
void check_types(const SchemaBlock& schema, const CtyValue& object,
                 source::Diagnostics& diagnostics) {
  if (!object.is_concrete() || object.kind() != TypeKind::Object) return;
  for (const auto& member : object.members()) {
    if (const auto block = schema.blocks.find(member.key.text()); block != schema.blocks.end()) {
      if (!member.value.is_concrete() || !member.value.type().is_sequence()) continue;
      for (const auto& element : member.value.elements())
        check_types(*block->second.block, element, diagnostics);
      continue;
    }
    const auto attribute = schema.attributes.find(member.key.text());
    if (attribute == schema.attributes.end() || attribute->second.type.has_dynamic()) continue;
    const auto converted = convert(member.value.without_deep_marks(), attribute->second.type);
    if (converted.error.empty()) continue;
    diagnostics.push_back(
        {.message = quoted(member.key.text()) + " does not fit its type: " +
                    (member.value.deep_marks().any() ? "why is not shown, since it is sensitive"
                                                     : converted.error),
         .help = "give a " + name_of(attribute->second.type),
         .place = converted.place.is_known() ? converted.place : member.value.place(),
         .path = {}});
  }
}

// As deep as the parser lets blocks nest.
source::Place place_of_use(const hcl::Body& body, source::FileId file, std::string_view key,
                           std::string_view attribute) {
  for (const auto& argument : body.attributes)
    for (const auto& reference : names_in(*argument.value).references)
      if (reference.target == key &&
          reference.attribute.substr(0, reference.attribute.find('.')) == attribute)
        return {file, reference.span};
  for (const auto* block : body.blocks) {
    const auto place = place_of_use(block->body, file, key, attribute);
    if (place.is_known()) return place;
  }
  return {};
}

}  // namespace

const ProviderRequirements& SchemaChecker::requirements_of(const ModuleSyntax& module) {
  const auto [found, is_new] = requirements_.try_emplace(&module);
  if (is_new) found->second = provider_requirements(module);
  return found->second;
}

SchemaAnswer SchemaChecker::look_up(Mode mode, std::string_view type,
                                    const ProviderRequirement& requirement,
                                    std::string_view local_name) const {
  if (given_ != nullptr) {
    auto answer = given_->find(mode, type, requirement.source);
    if (answer.is_known_provider) return answer;
  }
  if (!with_facts_) return {};
  if (const auto major = facts_major(requirement.source)) {
    const auto root = root_->find(local_name);
    if (!requirement.constraint.admits_major(*major) ||
        (root != root_->end() && root->second.source == requirement.source &&
         !root->second.constraint.admits_major(*major)))
      return {};
  }
  return find_provider_facts(mode, type, requirement.source);
}

const SchemaAnswer& SchemaChecker::answer_for(const ModuleSyntax& module,
                                              const Declaration& declaration) {
  const auto local_name = provider_local_name(declaration);
  const std::string type(declaration.syntax.label(0));
  const auto kind = std::string(declaration.syntax.type().text()) + "." + type;
  const auto [found, is_new] = answers_.try_emplace({&module, local_name, kind});
  if (is_new) {
    const auto& requirements = requirements_of(module);
    const auto requirement = requirements.find(local_name);
    found->second =
        look_up(mode_of(declaration), type,
                requirement != requirements.end()
                    ? requirement->second
                    : ProviderRequirement{.source = default_provider_source(local_name)},
                local_name);
  }
  return found->second;
}

void SchemaChecker::check(const ModuleSyntax& module, const Declaration& declaration,
                          source::Diagnostics& diagnostics) {
  const auto& answer = answer_for(module, declaration);
  const auto type = declaration.syntax.label(0);
  if (answer.block == nullptr) {
    if (!answer.is_known_provider ||
        (answer.authority == Authority::Partial &&
         (!answer.nearest || edit_distance(type, *answer.nearest, 1) > 1)))
      return;
    const auto& labels = declaration.syntax.block->labels;
    diagnostics.push_back({.message = "the provider " + answer.origin + " has no " +
                                      std::string(declaration.syntax.type().text()) + " type " +
                                      quoted(type, 80),
                           .help = answer.nearest ? "did you mean " + quoted(*answer.nearest) + "?"
                                                  : "correct the type",
                           .place = {declaration.syntax.file, labels[0].span},
                           .path = {}});
    return;
  }
  const auto& requirements = requirements_of(module);
  const auto requirement = requirements.find(provider_local_name(declaration));
  const auto major = facts_major(provider_name(answer.origin.substr(0, answer.origin.find(' '))));
  const SchemaSubject subject{
      .name = (declaration.syntax.type().text() == "data" ? "data." : "") + std::string(type),
      .authority = answer.authority,
      .origin = answer.origin,
      .may_be_newer = !major || requirement == requirements.end() ||
                      requirement->second.constraint.admits_major(*major + 1)};
  check_body(subject, *answer.block, declaration.content, declaration.syntax.header(),
             resource_meta_names(), diagnostics);
  check_ignored(subject, *answer.block, declaration.content, diagnostics);
}

void SchemaChecker::check_uses(const ModuleSyntax& module, const std::string& key,
                               const Declaration& declaration, source::Diagnostics& diagnostics) {
  const auto& answer = answer_for(module, declaration);
  const auto used = module.usage.targets.find(key);
  // With for_each the first name may be a key of it.
  if (answer.block == nullptr || answer.authority != Authority::Exact ||
      used == module.usage.targets.end() || declaration.content.find("for_each") != nullptr)
    return;
  for (const auto attribute : used->second.attributes) {
    const auto name = attribute.text();
    if (answer.block->attributes.contains(name) || answer.block->blocks.contains(name)) continue;
    std::vector<std::string_view> names;
    for (const auto& [known, facts] : answer.block->attributes) names.push_back(known);
    const auto near = nearest_name(name, names);
    source::Place place;
    for (const auto& file : module.files)
      if (!place.is_known()) place = place_of_use(file->body, file->id, key, name);
    diagnostics.push_back({.message = quoted(key) + " has no attribute " + quoted(name, 80),
                           .help = near ? "did you mean " + quoted(*near) + "?"
                                        : "correct the name; " + answer.origin + " has no such",
                           .place = place,
                           .path = {}});
  }
}

void SchemaChecker::check_module(const ModuleSyntax& module, source::Diagnostics& diagnostics) {
  if (!root_) root_ = provider_requirements(module);
  for (const auto& [name, declaration] : module.resources) {
    check(module, declaration, diagnostics);
    check_uses(module, name, declaration, diagnostics);
  }
}

void SchemaChecker::check_values(const ModuleSyntax& module, const Declaration& declaration,
                                 const CtyValue& object, source::Diagnostics& diagnostics) {
  if (!root_) root_ = provider_requirements(module);
  const auto& answer = answer_for(module, declaration);
  if (answer.block == nullptr) return;
  check_conflicts(*answer.block, object, diagnostics);
  check_types(*answer.block, object, diagnostics);
  check_networks(declaration.syntax.label(0), object, diagnostics);
  check_documents(declaration.syntax.label(0), object, diagnostics);
}

}  // namespace stopgate::terraform
