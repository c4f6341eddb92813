#include "policy/schema_types.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "terraform/provider_facts.h"

namespace stopgate::policy {

namespace {

using cel::Type;
using cel::TypeKind;

Type nullable(TypeKind kind) {
  return {.kind = TypeKind::Wrapper,
          .parameters = {std::make_shared<const Type>(Type{.kind = kind})}};
}

// Fields of several types that are one to their user; those that differ may be anything.
class Fields {
 public:
  void add(std::string name, Type type) {
    const auto [at, is_new] = fields_.try_emplace(std::move(name), type);
    if (!is_new && !(at->second == type)) at->second = Type::dyn();
  }
  Type declare(const std::string& name, cel::Environment& environment) && {
    std::vector<cel::Field> list;
    for (auto& [field, type] : fields_) list.push_back({field, std::move(type)});
    environment.declare_object(name, std::move(list));
    return {.kind = TypeKind::Object, .name = name};
  }

 private:
  std::map<std::string, Type> fields_;
};

// Attributes that every resource has, or that Terraform itself understands.
constexpr std::array<std::string_view, 3> kEverywhere = {"id", "timeouts", "tags_all"};

class ResourceTypes {
 public:
  ResourceTypes(cel::Environment& environment, std::vector<std::string>& names)
      : environment_(environment), names_(names) {}

  void add(const std::string& name, const terraform::SchemaBlock& block, Fields& to) {
    for (const auto& [attribute, schema] : block.attributes) to.add(attribute, Type::dyn());
    for (const auto& [nested, schema] : block.blocks)
      to.add(nested, schema.block == nullptr
                         ? Type::dyn()
                         : Type::list(declare(name + "." + nested, *schema.block)));
  }

 private:
  Type declare(const std::string& name, const terraform::SchemaBlock& block) {
    Fields fields;
    add(name, block, fields);
    names_.push_back(name);
    return std::move(fields).declare(name, environment_);
  }

  cel::Environment& environment_;
  std::vector<std::string>& names_;
};

// The provider of a type, among those that we have facts of.
terraform::SchemaAnswer known_facts(terraform::Mode mode, std::string_view type) {
  const auto provider = type.substr(0, type.find('_'));
  const auto source = provider == "terraform" ? std::string("terraform.io/builtin/terraform")
                                              : "hashicorp/" + std::string(provider);
  return terraform::find_provider_facts(mode, type, source);
}

}  // namespace

KubernetesTypes::KubernetesTypes(cel::Environment& environment)
    : table_(kubernetes::schema_table()), environment_(environment) {}

Type KubernetesTypes::one_of(const std::string& name, const std::vector<std::uint32_t>& types) {
  Fields fields;
  for (const auto index : types)
    for (const auto& field : table_.types[index].fields)
      fields.add(std::string(field.name.text()), of_shape(table_.shapes[field.shape]));
  return std::move(fields).declare(name, environment_);
}

Type KubernetesTypes::named(const std::string& shown, const std::vector<std::string_view>& names) {
  std::vector<std::uint32_t> types;
  for (const auto name : names) {
    const auto found = table_.by_name.find(name);
    if (found == table_.by_name.end()) return Type::dyn();
    types.push_back(found->second);
  }
  return names.size() == 1 && shown == names.front() ? object(types.front()) : one_of(shown, types);
}

Type KubernetesTypes::of_kinds(const std::vector<std::string>& kinds) {
  std::vector<std::uint32_t> types;
  for (const auto& kind : kinds) {
    const auto slash = kind.find('/');
    const auto name = kind.substr(slash == std::string::npos ? 0 : slash + 1);
    const auto group = slash == std::string::npos ? std::string() : kind.substr(0, slash);
    const auto before = types.size();
    for (const auto& [key, served] : table_.kinds) {
      if (!key.ends_with(" " + name)) continue;
      const auto key_slash = key.find('/');
      const auto key_group =
          key_slash == std::string::npos ? std::string() : key.substr(0, key_slash);
      if (slash != std::string::npos && key_group != group) continue;
      for (const auto& each : served) types.push_back(each.type);
    }
    if (types.size() == before) return Type::dyn();
  }
  return types.empty() ? Type::dyn() : one_of(join(kinds, " or "), types);
}

Type KubernetesTypes::of_shape(const kubernetes::FieldShape& shape) {
  switch (shape.kind) {
    case kubernetes::ShapeKind::Object:
      return object(shape.of);
    case kubernetes::ShapeKind::List:
      return Type::list(of_shape(table_.shapes[shape.of]));
    case kubernetes::ShapeKind::Map:
      return Type::map(Type::of(TypeKind::String), of_shape(table_.shapes[shape.of]));
    case kubernetes::ShapeKind::String:
      return nullable(TypeKind::String);
    case kubernetes::ShapeKind::Boolean:
      return nullable(TypeKind::Bool);
    case kubernetes::ShapeKind::Int32:
    case kubernetes::ShapeKind::Int64:
      return nullable(TypeKind::Int);
    // YAML has several spellings of these.
    case kubernetes::ShapeKind::Number:
    case kubernetes::ShapeKind::Bytes:
    case kubernetes::ShapeKind::Time:
    case kubernetes::ShapeKind::IntOrString:
    case kubernetes::ShapeKind::Quantity:
    case kubernetes::ShapeKind::Any:
      return Type::dyn();
  }
  return Type::dyn();
}

Type KubernetesTypes::object(std::uint32_t index) {
  const auto name = std::string(table_.types[index].name);
  if (declared_.insert(name).second) static_cast<void>(one_of(name, {index}));
  return {.kind = TypeKind::Object, .name = name};
}

ResourceType resource_type(const Match& match, const terraform::ProviderSchemas* schemas,
                           cel::Environment& environment) {
  ResourceType out;
  Fields fields;
  ResourceTypes types(environment, out.names);
  const bool is_data = match.modes.size() == 1 && match.modes.front() == "data";
  const auto mode = is_data ? terraform::Mode::Data : terraform::Mode::Managed;
  if (match.types.empty() || (match.modes.size() > 1)) return out;
  for (const auto& type : match.types) {
    auto answer =
        schemas == nullptr ? terraform::SchemaAnswer{} : schemas->find_anywhere(mode, type);
    if (answer.block == nullptr) {
      answer = known_facts(mode, type);
      out.is_exact = false;
    }
    if (answer.block == nullptr) return out;
    types.add(type, *answer.block, fields);
  }
  for (const auto name : kEverywhere) fields.add(std::string(name), Type::dyn());
  out.type = std::move(fields).declare(join(match.types, " or "), environment);
  out.names.push_back(out.type.name);
  return out;
}

}  // namespace stopgate::policy
