#pragma once

// The types of Terraform values: primitives, collections of one element type, and structures whose
// members each have their own.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/symbol.h"

namespace stopgate::terraform {

class CtyValue;
struct TypeAttribute;

enum class TypeKind : std::uint8_t { Dynamic, Bool, Number, String, List, Set, Map, Tuple, Object };

// Immutable and cheap to copy: structure is shared. Dynamic stands for "any type, not known yet".
class Type {
 public:
  Type() = default;  // dynamic
  [[nodiscard]] static Type dynamic() { return {}; }
  [[nodiscard]] static Type boolean() { return Type(TypeKind::Bool); }
  [[nodiscard]] static Type number() { return Type(TypeKind::Number); }
  [[nodiscard]] static Type string() { return Type(TypeKind::String); }
  [[nodiscard]] static Type list(const Type& element) {
    return collection(TypeKind::List, element);
  }
  [[nodiscard]] static Type set(const Type& element) { return collection(TypeKind::Set, element); }
  [[nodiscard]] static Type map(const Type& element) { return collection(TypeKind::Map, element); }
  [[nodiscard]] static Type tuple(std::vector<Type> elements);
  // In any order; names are unique.
  [[nodiscard]] static Type object(std::vector<TypeAttribute> attributes);
  // List, Set or Map.
  [[nodiscard]] static Type collection(TypeKind kind, const Type& element);

  [[nodiscard]] TypeKind kind() const { return kind_; }
  [[nodiscard]] bool is_dynamic() const { return kind_ == TypeKind::Dynamic; }
  [[nodiscard]] bool is_primitive() const {
    return kind_ == TypeKind::Bool || kind_ == TypeKind::Number || kind_ == TypeKind::String;
  }
  [[nodiscard]] bool is_collection() const {
    return kind_ == TypeKind::List || kind_ == TypeKind::Set || kind_ == TypeKind::Map;
  }
  [[nodiscard]] bool is_sequence() const {
    return kind_ == TypeKind::List || kind_ == TypeKind::Set || kind_ == TypeKind::Tuple;
  }
  [[nodiscard]] bool is_mapping() const {
    return kind_ == TypeKind::Map || kind_ == TypeKind::Object;
  }

  [[nodiscard]] Type element() const;                               // of a collection
  [[nodiscard]] std::span<const Type> elements() const;             // of a tuple
  [[nodiscard]] std::span<const TypeAttribute> attributes() const;  // of an object, by name
  [[nodiscard]] const TypeAttribute* find(Symbol name) const;       // of an object
  // Dynamic stands somewhere in it.
  [[nodiscard]] bool has_dynamic() const;
  // Levels of collections and structures; 0 of a primitive.
  [[nodiscard]] std::size_t depth() const;
  // As values have it: nothing optional, no defaults.
  [[nodiscard]] Type without_optional() const;

  // Optional attributes count, their defaults do not.
  friend bool operator==(const Type& a, const Type& b);

 private:
  struct Node;
  explicit Type(TypeKind kind, std::shared_ptr<const Node> node = nullptr)
      : kind_(kind), node_(std::move(node)) {}

  TypeKind kind_ = TypeKind::Dynamic;
  std::shared_ptr<const Node> node_;
};

struct TypeAttribute {
  Symbol name = {};
  Type type = {};
  bool is_optional = false;
  std::shared_ptr<const CtyValue> fallback =
      {};  // of `optional(type, fallback)`, already of that type
};

// As messages say it: "list of string", "object".
[[nodiscard]] std::string name_of(const Type& type);
// As a configuration writes it: "list(string)", "object({a = number})".
[[nodiscard]] std::string constraint_of(const Type& type);

}  // namespace stopgate::terraform
