#include "cel/type.h"

#include <algorithm>

namespace stopgate::cel {

namespace {

std::shared_ptr<const Type> share(Type type) {
  return std::make_shared<const Type>(std::move(type));
}

std::string with_parameters(std::string name, const Type& type) {
  name += '(';
  for (std::size_t i = 0; i < type.parameters.size(); ++i) {
    if (i > 0) name += ", ";
    name += to_string(*type.parameters[i]);
  }
  return name + ')';
}

}  // namespace

Type Type::list(Type element) {
  return {.kind = TypeKind::List, .parameters = {share(std::move(element))}};
}

Type Type::map(Type key, Type value) {
  return {.kind = TypeKind::Map, .parameters = {share(std::move(key)), share(std::move(value))}};
}

Type Type::optional(Type value) {
  return {.kind = TypeKind::Optional, .parameters = {share(std::move(value))}};
}

bool Type::operator==(const Type& other) const {
  return kind == other.kind && name == other.name &&
         std::equal(parameters.begin(), parameters.end(), other.parameters.begin(),
                    other.parameters.end(), [](const auto& a, const auto& b) { return *a == *b; });
}

std::string to_string(const Type& type) {
  switch (type.kind) {
    case TypeKind::Dyn:
      return "dyn";
    case TypeKind::Error:
      return "error";
    case TypeKind::Null:
      return "null_type";
    case TypeKind::Bool:
      return "bool";
    case TypeKind::Int:
      return "int";
    case TypeKind::Uint:
      return "uint";
    case TypeKind::Double:
      return "double";
    case TypeKind::String:
      return "string";
    case TypeKind::Bytes:
      return "bytes";
    case TypeKind::List:
      return with_parameters("list", type);
    case TypeKind::Map:
      return with_parameters("map", type);
    case TypeKind::Type:
      return type.parameters.empty() ? "type" : with_parameters("type", type);
    case TypeKind::Timestamp:
      return "timestamp";
    case TypeKind::Duration:
      return "duration";
    case TypeKind::Optional:
      return with_parameters("optional_type", type);
    case TypeKind::Object:
      return type.name;
    case TypeKind::Abstract:
      return type.parameters.empty() ? type.name : with_parameters(type.name, type);
    case TypeKind::Parameter:
      return "<" + type.name + ">";
    case TypeKind::Wrapper:
      return with_parameters("wrapper", type);
  }
  return "";
}

}  // namespace stopgate::cel
