#include "terraform/provider_schema.h"

#include <algorithm>

#include "base/text.h"
#include "json/reader.h"

namespace stopgate::terraform {

namespace {

using value::Value;

constexpr std::string_view kHost = "registry.terraform.io/";
constexpr std::string_view kOpenTofuHost = "registry.opentofu.org/";

// Terraform's own schemas nest less; what is deeper is taken as anything.
constexpr int kMaxDepth = 64;

std::string_view kind_name(Mode mode) {
  switch (mode) {
    case Mode::Managed:
      return "resource_schemas";
    case Mode::Data:
      return "data_source_schemas";
    case Mode::Ephemeral:
      return "ephemeral_resource_schemas";
  }
  return {};
}

bool flag(const Value& value, std::string_view name) {
  return value.get(name).bool_if().value_or(false);
}

// "string", ["list", "string"], ["object", {"a": "number"}].
Type type_of(const Value& value, int depth) {
  if (const auto text = value.string_if()) {
    if (*text == "string") return Type::string();
    if (*text == "number") return Type::number();
    if (*text == "bool") return Type::boolean();
    return Type::dynamic();
  }
  const auto parts = value.items();
  if (parts.size() < 2 || depth >= kMaxDepth) return Type::dynamic();
  const auto kind = parts[0].string_if().value_or("");
  if (kind == "list") return Type::list(type_of(parts[1], depth + 1));
  if (kind == "set") return Type::set(type_of(parts[1], depth + 1));
  if (kind == "map") return Type::map(type_of(parts[1], depth + 1));
  if (kind == "tuple") {
    std::vector<Type> elements;
    for (const auto& element : parts[1].items()) elements.push_back(type_of(element, depth + 1));
    return Type::tuple(std::move(elements));
  }
  if (kind != "object") return Type::dynamic();
  std::vector<TypeAttribute> attributes;
  // A configuration may leave out members of an attribute that is an object: the provider checks.
  for (const auto& member : parts[1].members())
    attributes.push_back(
        {.name = member.key, .type = type_of(member.value, depth + 1), .is_optional = true});
  return Type::object(std::move(attributes));
}

std::shared_ptr<const SchemaBlock> block_of(const Value& value, int depth) {
  auto block = std::make_shared<SchemaBlock>();
  block->is_deprecated = flag(value, "deprecated");
  for (const auto& member : value.get("attributes").members()) {
    const auto& attribute = member.value;
    const bool is_settable = flag(attribute, "required") || flag(attribute, "optional");
    block->attributes.emplace(
        member.key.text(),
        SchemaAttribute{.is_required = flag(attribute, "required"),
                        .is_computed_only = !is_settable && flag(attribute, "computed"),
                        .is_deprecated = flag(attribute, "deprecated"),
                        .type = type_of(attribute.get("type"), 0)});
  }
  if (depth >= kMaxDepth) return block;
  for (const auto& member : value.get("block_types").members()) {
    const auto& nested = member.value;
    const auto count = [&](std::string_view name) {
      return static_cast<std::size_t>(
          std::max<std::int64_t>(nested.get(name).int_if().value_or(0), 0));
    };
    NestedSchema schema{.block = block_of(nested.get("block"), depth + 1),
                        .min = count("min_items"),
                        .max = count("max_items")};
    const auto nesting = nested.get("nesting_mode").string_if().value_or("");
    if (nesting == "single" || nesting == "group") schema.max = 1;
    block->blocks.emplace(member.key.text(), std::move(schema));
  }
  return block;
}

}  // namespace

std::string provider_name(std::string_view source) {
  auto name = to_lower(source);
  for (const auto host : {kHost, kOpenTofuHost})
    if (name.starts_with(host)) name.erase(0, host.size());
  return name;
}

SchemaAnswer ProviderSchemas::find(Mode mode, std::string_view type,
                                   std::string_view provider_source) const {
  SchemaAnswer answer{.authority = Authority::Exact, .origin = std::string(provider_source)};
  const auto provider = providers_.find(provider_source);
  if (provider == providers_.end()) return answer;
  answer.is_known_provider = true;
  const auto types = provider->second.get(kind_name(mode));
  const auto found = types.get(type);
  if (found.is_map()) {
    answer.block = block_of(found.get("block"), 0);
    return answer;
  }
  std::vector<std::string_view> names;
  for (const auto& member : types.members()) names.push_back(member.key.text());
  if (const auto near = nearest_name(type, names)) answer.nearest = std::string(*near);
  return answer;
}

SchemaAnswer ProviderSchemas::find_anywhere(Mode mode, std::string_view type) const {
  for (const auto& [source, kinds] : providers_)
    if (kinds.get(kind_name(mode)).get(type).is_map()) return find(mode, type, source);
  return {};
}

Result<std::shared_ptr<const ProviderSchemas>> load_provider_schemas(
    const source::FileSystem& files, const std::string& path, const Limits& limits) {
  const auto text = files.read(path, limits.plan_bytes);
  if (!text)
    return fail("cannot read the provider schemas " + quoted(path) + ": " + text.error().message);
  auto schemas = std::make_shared<ProviderSchemas>();
  schemas->document_ = json::parse(*text, limits);
  const auto wrong = [&](const std::string& why) {
    return fail(quoted(path) + " holds no provider schemas: " + why +
                "; write it with 'terraform providers schema -json'");
  };
  if (source::has_errors(schemas->document_.diagnostics))
    return wrong(schemas->document_.diagnostics.front().message);
  const auto providers = schemas->document_.root.value.get("provider_schemas");
  if (!providers.is_map()) return wrong("it has no member 'provider_schemas'");
  for (const auto& member : providers.members())
    schemas->providers_.emplace(provider_name(member.key.text()), member.value);
  return std::shared_ptr<const ProviderSchemas>(std::move(schemas));
}

}  // namespace stopgate::terraform
