// The one type that several have in common, found as cty finds it.

#include <algorithm>
#include <array>
#include <map>

#include "terraform/cty_convert.h"

namespace stopgate::terraform {

namespace {

struct Count {
  std::array<std::size_t, 9> of{};

  explicit Count(std::span<const Type> types) {
    for (const auto& type : types) ++of[static_cast<std::size_t>(type.kind())];
  }
  [[nodiscard]] std::size_t operator[](TypeKind kind) const {
    return of[static_cast<std::size_t>(kind)];
  }
};

std::vector<Type> parts_of(const Type& type) {
  if (type.is_collection()) return {type.element()};
  std::vector<Type> parts;
  if (type.kind() == TypeKind::Tuple) parts.assign(type.elements().begin(), type.elements().end());
  if (type.kind() == TypeKind::Object) {
    for (const auto& attribute : type.attributes()) parts.push_back(attribute.type);
  }
  return parts;
}

// All parts of all types as the elements of one collection.
std::optional<Type> unify_parts(TypeKind kind, std::span<const Type> types) {
  std::vector<Type> parts;
  for (const auto& type : types) {
    for (auto& part : parts_of(type)) parts.push_back(std::move(part));
  }
  if (parts.empty()) return Type::collection(kind, Type::dynamic());
  // An empty structure says nothing about its elements, so only those of others count.
  const auto element = unify(parts);
  if (!element) return std::nullopt;
  return Type::collection(kind, *element);
}

std::optional<Type> unify_tuples(std::span<const Type> types) {
  const auto size = types[0].elements().size();
  std::vector<Type> elements;
  for (std::size_t at = 0; at < size; ++at) {
    std::vector<Type> column;
    for (const auto& type : types) {
      if (type.elements().size() != size) return unify_parts(TypeKind::List, types);
      column.push_back(type.elements()[at]);
    }
    auto element = unify(column);
    if (!element) return unify_parts(TypeKind::List, types);
    elements.push_back(std::move(*element));
  }
  const bool same_size =
      std::ranges::all_of(types, [&](const Type& type) { return type.elements().size() == size; });
  return same_size ? Type::tuple(std::move(elements)) : unify_parts(TypeKind::List, types);
}

std::optional<Type> unify_objects(std::span<const Type> types) {
  std::vector<TypeAttribute> attributes;
  const auto first = types[0].attributes();
  const bool same_names = std::ranges::all_of(types, [&](const Type& type) {
    return std::ranges::equal(
        type.attributes(), first,
        [](const TypeAttribute& a, const TypeAttribute& b) { return a.name == b.name; });
  });
  if (!same_names) return unify_parts(TypeKind::Map, types);
  for (std::size_t at = 0; at < first.size(); ++at) {
    std::vector<Type> column;
    for (const auto& type : types) column.push_back(type.attributes()[at].type);
    auto type = unify(column);
    if (!type) return unify_parts(TypeKind::Map, types);
    attributes.push_back({.name = first[at].name, .type = std::move(*type)});
  }
  return Type::object(std::move(attributes));
}

// Earlier ones are better results.
int preference(const Type& type) {
  switch (type.kind()) {
    case TypeKind::String:
      return 0;
    case TypeKind::Number:
    case TypeKind::Bool:
      return 1;
    case TypeKind::List:
    case TypeKind::Map:
      return 2;
    case TypeKind::Set:
      return 3;
    case TypeKind::Tuple:
    case TypeKind::Object:
      return 4;
    case TypeKind::Dynamic:
      return 5;
  }
  return 5;
}

std::optional<Type> first_that_takes_all(std::span<const Type> types) {
  std::vector<Type> candidates(types.begin(), types.end());
  std::ranges::stable_sort(candidates, {}, preference);
  for (const auto& candidate : candidates) {
    if (std::ranges::all_of(types,
                            [&](const Type& type) { return is_convertible(type, candidate); }))
      return candidate;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Type> unify(std::span<const Type> types) {
  if (types.empty()) return std::nullopt;
  if (std::ranges::all_of(types, [&](const Type& type) { return type == types[0]; }))
    return types[0].without_optional();
  const Count count(types);
  const auto dynamic = count[TypeKind::Dynamic];
  const auto all_are = [&](TypeKind kind) {
    return count[kind] > 0 && count[kind] + dynamic == types.size();
  };
  for (const auto kind :
       {TypeKind::Map, TypeKind::List, TypeKind::Set, TypeKind::Object, TypeKind::Tuple}) {
    if (!all_are(kind)) continue;
    // What the open ones will be may change which way this goes.
    if (dynamic > 0) return Type::dynamic();
    if (kind == TypeKind::Object) return unify_objects(types);
    if (kind == TypeKind::Tuple) return unify_tuples(types);
    return unify_parts(kind, types);
  }
  const auto map_like = count[TypeKind::Map] + count[TypeKind::Object];
  if (count[TypeKind::Map] > 0 && map_like + dynamic == types.size()) {
    if (auto type = unify_parts(TypeKind::Map, types)) return type;
  }
  const auto list_like = count[TypeKind::List] + count[TypeKind::Tuple];
  if (count[TypeKind::List] > 0 && list_like + dynamic == types.size()) {
    if (auto type = unify_parts(TypeKind::List, types)) return type;
  }
  if (count[TypeKind::Object] > 0 && count[TypeKind::Tuple] > 0) return std::nullopt;
  return first_that_takes_all(types);
}

}  // namespace stopgate::terraform
