#include "terraform/cty_type.h"

#include <algorithm>
#include <cassert>

#include "terraform/cty_value.h"

namespace stopgate::terraform {

struct Type::Node {
  std::vector<Type> elements;  // one, of a collection
  std::vector<TypeAttribute> attributes;
  bool has_dynamic = false;
  bool has_optional = false;
  std::size_t depth = 1;

  void take(const Type& part) {
    has_dynamic |= part.has_dynamic();
    has_optional |= part.node_ != nullptr && part.node_->has_optional;
    depth = std::max(depth, part.depth() + 1);
  }
};

Type Type::tuple(std::vector<Type> elements) {
  auto node = std::make_shared<Node>();
  for (const auto& element : elements) node->take(element);
  node->elements = std::move(elements);
  return Type(TypeKind::Tuple, std::move(node));
}

Type Type::object(std::vector<TypeAttribute> attributes) {
  auto node = std::make_shared<Node>();
  std::ranges::sort(attributes, {}, &TypeAttribute::name);
  for (const auto& attribute : attributes) {
    node->take(attribute.type);
    node->has_optional |= attribute.is_optional;
  }
  node->attributes = std::move(attributes);
  return Type(TypeKind::Object, std::move(node));
}

Type Type::collection(TypeKind kind, const Type& element) {
  auto node = std::make_shared<Node>();
  node->take(element);
  node->elements.push_back(element);
  return Type(kind, std::move(node));
}

Type Type::element() const {
  assert(is_collection());
  return node_->elements.front();
}

std::span<const Type> Type::elements() const {
  assert(kind_ == TypeKind::Tuple);
  return node_->elements;
}

std::span<const TypeAttribute> Type::attributes() const {
  assert(kind_ == TypeKind::Object);
  return node_->attributes;
}

const TypeAttribute* Type::find(Symbol name) const {
  const auto all = attributes();
  const auto found = std::ranges::lower_bound(all, name, {}, &TypeAttribute::name);
  return found == all.end() || found->name != name ? nullptr : &*found;
}

bool Type::has_dynamic() const {
  return is_dynamic() || (node_ != nullptr && node_->has_dynamic);
}

std::size_t Type::depth() const {
  return node_ == nullptr ? 0 : node_->depth;
}

Type Type::without_optional() const {
  if (node_ == nullptr || !node_->has_optional) return *this;
  if (is_collection()) return collection(kind_, element().without_optional());
  if (kind_ == TypeKind::Tuple) {
    std::vector<Type> plain;
    for (const auto& element : elements()) plain.push_back(element.without_optional());
    return tuple(std::move(plain));
  }
  std::vector<TypeAttribute> plain;
  for (const auto& attribute : attributes())
    plain.push_back({.name = attribute.name, .type = attribute.type.without_optional()});
  return object(std::move(plain));
}

bool operator==(const Type& a, const Type& b) {
  if (a.kind_ != b.kind_) return false;
  if (a.node_ == b.node_) return true;
  return a.node_->elements == b.node_->elements &&
         std::ranges::equal(a.node_->attributes, b.node_->attributes,
                            [](const TypeAttribute& x, const TypeAttribute& y) {
                              return x.name == y.name && x.is_optional == y.is_optional &&
                                     x.type == y.type;
                            });
}

std::string name_of(const Type& type) {
  switch (type.kind()) {
    case TypeKind::Dynamic:
      return "dynamic";
    case TypeKind::Bool:
      return "bool";
    case TypeKind::Number:
      return "number";
    case TypeKind::String:
      return "string";
    case TypeKind::List:
      return "list of " + name_of(type.element());
    case TypeKind::Set:
      return "set of " + name_of(type.element());
    case TypeKind::Map:
      return "map of " + name_of(type.element());
    case TypeKind::Tuple:
      return "tuple";
    case TypeKind::Object:
      return "object";
  }
  return "";
}

std::string constraint_of(const Type& type) {
  switch (type.kind()) {
    case TypeKind::Dynamic:
      return "any";
    case TypeKind::Bool:
      return "bool";
    case TypeKind::Number:
      return "number";
    case TypeKind::String:
      return "string";
    case TypeKind::List:
      return "list(" + constraint_of(type.element()) + ")";
    case TypeKind::Set:
      return "set(" + constraint_of(type.element()) + ")";
    case TypeKind::Map:
      return "map(" + constraint_of(type.element()) + ")";
    case TypeKind::Tuple: {
      std::string text;
      for (const auto& element : type.elements())
        text += (text.empty() ? "" : ", ") + constraint_of(element);
      return "tuple([" + text + "])";
    }
    case TypeKind::Object: {
      std::string text;
      for (const auto& attribute : type.attributes()) {
        const auto inner = constraint_of(attribute.type);
        text += (text.empty() ? "" : ", ") + std::string(attribute.name.text()) + " = " +
                (attribute.is_optional ? "optional(" + inner + ")" : inner);
      }
      return "object({" + text + "})";
    }
  }
  return "";
}

}  // namespace stopgate::terraform
