#pragma once

// Types, as the checker knows them. Most of what policies see is dyn; where a schema says more, the
// checker finds misspelt fields.

#include <memory>
#include <string>
#include <vector>

namespace stopgate::cel {

enum class TypeKind {
  Dyn,
  Error,
  Null,
  Bool,
  Int,
  Uint,
  Double,
  String,
  Bytes,
  List,
  Map,
  Type,
  Timestamp,
  Duration,
  Optional,
  Object,     // a named type with known fields
  Abstract,   // kubernetes.Quantity, …
  Parameter,  // T in a declaration
  Wrapper,    // a nullable scalar
};

// Immutable; parameters are shared.
struct Type {
  TypeKind kind = TypeKind::Dyn;
  std::string name = {};                                     // Object, Abstract, Parameter
  std::vector<std::shared_ptr<const Type>> parameters = {};  // List: element; Map: key, value; …

  [[nodiscard]] static Type dyn() { return {}; }
  [[nodiscard]] static Type of(TypeKind kind) { return {.kind = kind}; }
  [[nodiscard]] static Type list(Type element);
  [[nodiscard]] static Type map(Type key, Type value);
  [[nodiscard]] static Type optional(Type value);
  [[nodiscard]] static Type abstract(std::string name) {
    return {.kind = TypeKind::Abstract, .name = std::move(name)};
  }
  [[nodiscard]] static Type parameter(std::string name) {
    return {.kind = TypeKind::Parameter, .name = std::move(name)};
  }

  bool operator==(const Type& other) const;
};

// "list(string)", as errors and the conformance data write it.
[[nodiscard]] std::string to_string(const Type& type);

}  // namespace stopgate::cel
