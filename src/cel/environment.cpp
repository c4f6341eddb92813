#include "cel/environment.h"

#include <algorithm>
#include <array>

#include "cel/declaration.h"
#include "cel/libraries.h"
#include "cel/tables.h"

namespace stopgate::cel {

namespace {

std::uint32_t bit(DatumKind kind) {
  return std::uint32_t{1} << static_cast<unsigned>(kind);
}

ParameterMatch match_of(const Type& type) {
  switch (type.kind) {
    case TypeKind::Dyn:
    case TypeKind::Error:
    case TypeKind::Parameter:
      return {};
    case TypeKind::Null:
      return {bit(DatumKind::Null)};
    case TypeKind::Bool:
      return {bit(DatumKind::Bool)};
    case TypeKind::Int:
      return {bit(DatumKind::Int)};
    case TypeKind::Uint:
      return {bit(DatumKind::Uint)};
    case TypeKind::Double:
      return {bit(DatumKind::Double)};
    case TypeKind::String:
      return {bit(DatumKind::String)};
    case TypeKind::Bytes:
      return {bit(DatumKind::Bytes)};
    case TypeKind::List:
      return {bit(DatumKind::List)};
    case TypeKind::Map:
    case TypeKind::Object:
      return {bit(DatumKind::Map)};
    case TypeKind::Type:
      return {bit(DatumKind::Type)};
    case TypeKind::Timestamp:
      return {bit(DatumKind::Timestamp)};
    case TypeKind::Duration:
      return {bit(DatumKind::Duration)};
    case TypeKind::Optional:
      return {bit(DatumKind::Optional)};
    case TypeKind::Abstract:
      return {bit(DatumKind::Opaque), type.name};
    case TypeKind::Wrapper: {
      auto match = match_of(*type.parameters.front());
      match.kinds |= bit(DatumKind::Null);
      return match;
    }
  }
  return {};
}

}  // namespace

const FunctionSet* Environment::Tables::function(std::string_view name) const {
  const auto found = functions->by_name.find(name);
  return found == functions->by_name.end() ? nullptr : &found->second;
}

void FunctionTable::add(StoredOverload overload) {
  auto& stored = overloads.emplace_back(std::move(overload));
  auto& set = by_name[stored.overload.name];
  (stored.overload.is_member ? set.members : set.globals).push_back(&stored);
}

std::vector<std::string> candidate_names(std::string_view container, std::string_view name,
                                         bool is_absolute) {
  std::vector<std::string> names;
  while (!is_absolute && !container.empty()) {
    names.push_back(std::string(container) + "." + std::string(name));
    const auto dot = container.rfind('.');
    container = dot == container.npos ? std::string_view{} : container.substr(0, dot);
  }
  names.emplace_back(name);
  return names;
}

std::optional<Type> named_type(std::string_view name) {
  static constexpr std::array<std::string_view, 14> kNames = {"bool",
                                                              "int",
                                                              "uint",
                                                              "double",
                                                              "string",
                                                              "bytes",
                                                              "list",
                                                              "map",
                                                              "null_type",
                                                              "type",
                                                              "dyn",
                                                              "optional_type",
                                                              "google.protobuf.Timestamp",
                                                              "google.protobuf.Duration"};
  static constexpr std::array<std::string_view, 3> kOpaque = {"net.IP", "net.CIDR",
                                                              "kubernetes.Quantity"};
  if (std::find(kNames.begin(), kNames.end(), name) == kNames.end() &&
      std::find(kOpaque.begin(), kOpaque.end(), name) == kOpaque.end())
    return std::nullopt;
  return parse_type(name);
}

bool accepts(const StoredOverload& stored, std::span<const Datum> args) {
  if (stored.matches.size() != args.size()) return false;
  for (std::size_t i = 0; i < args.size(); ++i) {
    const auto& match = stored.matches[i];
    if (args[i].is_unknown()) continue;  // only overloads that accept unknowns are given any
    if ((match.kinds & bit(args[i].kind())) == 0) return false;
    if (args[i].kind() == DatumKind::Opaque && !match.opaque_type.empty() &&
        args[i].as_opaque().type != match.opaque_type)
      return false;
  }
  return true;
}

Environment::Environment() : tables_(std::make_unique<Tables>()) {}
Environment::Environment(Environment&&) noexcept = default;
Environment& Environment::operator=(Environment&&) noexcept = default;
Environment::~Environment() = default;

Environment Environment::copy() const {
  Environment out;
  *out.tables_ = *tables_;
  return out;
}

Environment Environment::standard(unsigned kubernetes_minor) {
  Environment environment;
  environment.tables_->dialect = dialect_of(kubernetes_minor);
  add_libraries(environment, kubernetes_minor);
  return environment;
}

std::size_t Environment::declare(std::string name, Type type) {
  const auto [at, inserted] = tables_->slots.try_emplace(name, tables_->variables.size());
  if (inserted)
    tables_->variables.push_back({std::move(name), std::move(type)});
  else
    tables_->variables[at->second].type = std::move(type);
  return at->second;
}

void Environment::declare_object(std::string name, std::vector<Field> fields) {
  tables_->objects.insert_or_assign(std::move(name), std::move(fields));
}

void Environment::add(Overload overload) {
  if (tables_->functions.use_count() > 1) {
    auto own = std::make_shared<FunctionTable>();
    for (const auto& stored : tables_->functions->overloads) own->add(stored);
    tables_->functions = std::move(own);
  }
  StoredOverload stored{std::move(overload)};
  for (const auto& parameter : stored.overload.parameters)
    stored.matches.push_back(match_of(parameter));
  tables_->functions->add(std::move(stored));
}

}  // namespace stopgate::cel
