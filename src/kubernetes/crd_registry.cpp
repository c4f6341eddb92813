#include "kubernetes/crd_registry.h"

#include "kubernetes/names.h"

namespace stopgate::kubernetes {

namespace {

const Symbol kGroup = intern("group");
const Symbol kNames = intern("names");
const Symbol kSchema = intern("schema");
const Symbol kServed = intern("served");
const Symbol kValidation = intern("validation");
const Symbol kVersion = intern("version");
const Symbol kVersions = intern("versions");
const Symbol kOpenApi = intern("openAPIV3Schema");

std::string key_of(std::string_view first, std::string_view second) {
  std::string key(first);
  key += ' ';
  key += second;
  return key;
}

}  // namespace

bool is_custom_definition(const Object& object) {
  return object.kind == "CustomResourceDefinition" && object.group == "apiextensions.k8s.io";
}

CrdRegistry::CrdRegistry(std::span<const Render> renders) {
  for (const auto& render : renders)
    for (const auto index : render.of_kind("CustomResourceDefinition"))
      if (is_custom_definition(render.objects[index])) add(render.objects[index]);
}

void CrdRegistry::add(const Object& definition) {
  const auto spec = definition.root.value.get(names::kSpec);
  const auto group = spec.get(kGroup).string_if().value_or("");
  const auto kind = spec.get(kNames).get(names::kKind).string_if().value_or("");
  const auto add_version = [&](const value::Value& version, const CustomKind& custom) {
    const auto name = version.string_if().value_or("");
    if (group.empty() || kind.empty() || name.empty()) return;
    kinds_.insert_or_assign(key_of(std::string(group) + '/' + std::string(name), kind), custom);
    if (custom.is_served) versions_[key_of(group, kind)].emplace_back(name);
  };
  const auto shared = spec.get(kValidation).get(kOpenApi);
  if (spec.get(kVersions).items().empty())
    add_version(spec.get(kVersion), {.schema = shared, .is_served = true});
  for (const auto& version : spec.get(kVersions).items()) {
    const auto own = version.get(kSchema).get(kOpenApi);
    add_version(version.get(names::kName),
                {.schema = own.is_null() ? shared : own,
                 .is_served = version.get(kServed).bool_if().value_or(true)});
  }
}

const CustomKind* CrdRegistry::find(std::string_view api_version, std::string_view kind) const {
  const auto found = kinds_.find(key_of(api_version, kind));
  return found == kinds_.end() ? nullptr : &found->second;
}

std::string CrdRegistry::served_versions(std::string_view group, std::string_view kind) const {
  const auto found = versions_.find(key_of(group, kind));
  std::string text;
  if (found == versions_.end()) return text;
  for (const auto& version : found->second) text += (text.empty() ? "" : ", ") + version;
  return text;
}

}  // namespace stopgate::kubernetes
