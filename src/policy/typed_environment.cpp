#include "policy/typed_environment.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "kubernetes/schema_table.h"

namespace stopgate::policy {

namespace {

using cel::Type;
using cel::TypeKind;
using kubernetes::SchemaTable;

bool is_name(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  });
}

// Declares the object types of the schema tables that an environment needs.
class SchemaTypes {
 public:
  explicit SchemaTypes(cel::Environment& environment)
      : table_(kubernetes::schema_table()), environment_(environment) {}

  // An object that is one of several: it has the fields of all of them.
  Type one_of(const std::string& name, const std::vector<std::uint32_t>& types) {
    std::map<std::string, Type> fields;
    for (const auto index : types) {
      for (const auto& field : table_.types[index].fields) {
        auto type = type_of(table_.shapes[field.shape]);
        const auto [at, is_new] = fields.try_emplace(std::string(field.name.text()), type);
        if (!is_new && !(at->second == type)) at->second = Type::dyn();
      }
    }
    std::vector<cel::Field> list;
    for (auto& [field, type] : fields) list.push_back({field, std::move(type)});
    environment_.declare_object(name, std::move(list));
    return {.kind = TypeKind::Object, .name = name};
  }

  Type named(const std::string& shown, const std::vector<std::string_view>& names) {
    std::vector<std::uint32_t> types;
    for (const auto name : names) {
      const auto found = table_.by_name.find(name);
      if (found == table_.by_name.end()) return Type::dyn();
      types.push_back(found->second);
    }
    return one_of(shown, types);
  }

  // Of the kinds that a policy matches; dyn when one of them is not Kubernetes' own, or any may be.
  Type of_kinds(const std::vector<std::string>& kinds) {
    std::vector<std::uint32_t> types;
    for (const auto& kind : kinds) {
      const auto slash = kind.find('/');
      const auto name = kind.substr(slash == std::string::npos ? 0 : slash + 1);
      const auto before = types.size();
      for (const auto& [key, served] : table_.kinds)
        if (key.ends_with(" " + name))
          for (const auto& each : served) types.push_back(each.type);
      if (types.size() == before) return Type::dyn();
    }
    return types.empty() ? Type::dyn() : one_of(join(kinds, " or "), types);
  }

 private:
  Type type_of(const kubernetes::FieldShape& shape) {
    switch (shape.kind) {
      case kubernetes::ShapeKind::Object:
        return object(shape.of);
      case kubernetes::ShapeKind::List:
        return Type::list(type_of(table_.shapes[shape.of]));
      case kubernetes::ShapeKind::Map:
        return Type::map(Type::of(TypeKind::String), type_of(table_.shapes[shape.of]));
      default:
        return Type::dyn();  // a manifest may write any scalar as any other
    }
  }

  Type object(std::uint32_t index) {
    const auto name = std::string(table_.types[index].name);
    if (declared_.insert(name).second) static_cast<void>(one_of(name, {index}));
    return {.kind = TypeKind::Object, .name = name};
  }

  const SchemaTable& table_;
  cel::Environment& environment_;
  std::set<std::string> declared_;
};

}  // namespace

std::vector<std::string> documented_members(std::string_view description) {
  const auto colon = description.find(": ");
  auto rest = colon == std::string_view::npos ? description : description.substr(colon + 2);
  std::vector<std::string> out;
  std::size_t depth = 0;
  std::string piece;
  const auto end_piece = [&] {
    const auto word = trim(piece);
    out.emplace_back(is_name(word) ? word : "");
    piece.clear();
  };
  for (const char c : rest) {
    if (c == '(') ++depth;
    if (depth == 0 && c == ',')
      end_piece();
    else if (depth == 0)
      piece += c;
    if (c == ')' && depth > 0) --depth;
  }
  end_piece();
  const bool is_list =
      out.size() > 1 && std::ranges::none_of(out, [](const auto& name) { return name.empty(); });
  return is_list ? out : std::vector<std::string>{};
}

TargetEnvironment make_typed_environment(const Policy& policy) {
  auto out = make_environment(policy.target);
  auto& environment = out.environment;
  SchemaTypes schemas(environment);
  for (const auto variables : {variables_of(policy.target), common_variables()}) {
    for (const auto& variable : variables) {
      auto members = documented_members(variable.description);
      if (members.empty()) continue;
      std::vector<cel::Field> fields;
      for (auto& member : members) fields.push_back({std::move(member), Type::dyn()});
      const auto name = std::string(variable.name);
      environment.declare_object(name, std::move(fields));
      environment.declare(name, {.kind = TypeKind::Object, .name = name});
    }
  }
  if (out.slots.contains("container"))
    environment.declare("container", schemas.named("a container", {"core.v1.Container",
                                                                   "core.v1.EphemeralContainer"}));
  if (out.slots.contains("object") && !policy.match.kinds.empty())
    environment.declare("object", schemas.of_kinds(policy.match.kinds));
  std::vector<cel::Field> parameters;
  for (const auto& parameter : policy.parameters)
    parameters.push_back({parameter.name, Type::dyn()});
  environment.declare_object("params", std::move(parameters));
  environment.declare("params", {.kind = TypeKind::Object, .name = "params"});
  return out;
}

}  // namespace stopgate::policy
