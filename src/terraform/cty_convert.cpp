#include "terraform/cty_convert.h"

#include <algorithm>

#include "base/text.h"

namespace stopgate::terraform {

namespace {

std::string required(const Type& type) {
  switch (type.kind()) {
    case TypeKind::Bool:
      return "a bool is required";
    case TypeKind::Number:
      return "a number is required";
    case TypeKind::String:
      return "a string is required";
    case TypeKind::Object:
      return "an object is required";
    default:
      break;
  }
  // "a list" rather than "a list of dynamic".
  if (type.is_collection() && type.element().is_dynamic()) {
    const auto name = name_of(type);
    return "a " + name.substr(0, name.find(' ')) + " is required";
  }
  return "a " + name_of(type) + " is required";
}

// The value seen, unless it is secret.
std::string seen(const CtyValue& value) {
  if (value.marks().any() || !value.is_concrete() || value.kind() != TypeKind::String)
    return name_of(value.type());
  return "\"" + printable(value.as_string(), 60) + "\"";
}

bool all_convertible(std::span<const Type> from, const Type& to) {
  return std::ranges::all_of(from, [&](const Type& type) { return is_convertible(type, to); });
}

bool object_convertible(const Type& from, const Type& to) {
  return std::ranges::all_of(to.attributes(), [&](const TypeAttribute& attribute) {
    const auto* found = from.find(attribute.name);
    return found == nullptr ? attribute.is_optional : is_convertible(found->type, attribute.type);
  });
}

class Converter {
 public:
  // Nothing after the first error.
  CtyValue convert(const CtyValue& value, const Type& type) {
    if (!error_.empty() || type.is_dynamic()) return value;
    const auto plain = type.without_optional();
    if (value.type() == type && plain == type) return value;
    if (!value.is_concrete()) return convert_absent(value, type, plain);
    auto result = convert_concrete(value, type);
    return result.with_marks(value.marks()).with_place(value.place());
  }

  Conversion result(CtyValue value) {
    if (error_.empty()) return {.value = std::move(value), .error = {}, .place = {}};
    return {.value = {}, .error = path_ + error_, .place = place_};
  }

 private:
  CtyValue convert_absent(const CtyValue& value, const Type& type, const Type& plain) {
    if (!value.type().is_dynamic() && !is_convertible(value.type(), type))
      return fail(value, required(type) + ", not " + name_of(value.type()));
    const auto made = value.is_null() ? CtyValue::null(plain)
                                      : unknown_of(value.unknown_info(), value.type(), plain);
    return made.with_marks(value.marks()).with_place(value.place());
  }

  // What is known about an unknown survives where it means the same.
  static CtyValue unknown_of(UnknownInfo info, const Type& from, const Type& to) {
    if (from.kind() != to.kind()) info.prefix.clear();
    if (!from.is_collection() || !to.is_collection() || to.kind() == TypeKind::Set) {
      info.min_length = UnknownInfo{}.min_length;
      info.max_length = UnknownInfo{}.max_length;
    }
    return CtyValue::unknown(to, std::move(info));
  }

  CtyValue convert_concrete(const CtyValue& value, const Type& type) {
    switch (type.kind()) {
      case TypeKind::Dynamic:
        return value;
      case TypeKind::Bool:
        return to_bool(value);
      case TypeKind::Number:
        return to_number(value);
      case TypeKind::String:
        return to_string(value);
      case TypeKind::List:
      case TypeKind::Set:
        return to_sequence(value, type);
      case TypeKind::Map:
        return to_map(value, type);
      case TypeKind::Tuple:
        return to_tuple(value, type);
      case TypeKind::Object:
        return to_object(value, type);
    }
    return value;
  }

  CtyValue to_bool(const CtyValue& value) {
    if (value.kind() == TypeKind::Bool) return value;
    if (value.kind() != TypeKind::String)
      return fail(value, required(Type::boolean()) + ", not " + name_of(value.type()));
    const auto& text = value.as_string();
    if (text == "true" || text == "1") return CtyValue::boolean(true);
    if (text == "false" || text == "0") return CtyValue::boolean(false);
    return fail(value, required(Type::boolean()) + ", not " + seen(value) +
                           ": only the strings \"true\" and \"false\" are one");
  }

  CtyValue to_number(const CtyValue& value) {
    if (value.kind() == TypeKind::Number) return value;
    if (value.kind() != TypeKind::String)
      return fail(value, required(Type::number()) + ", not " + name_of(value.type()));
    const auto number = Number::parse(value.as_string());
    if (!number) return fail(value, required(Type::number()) + ", not " + seen(value));
    return CtyValue::number(*number);
  }

  CtyValue to_string(const CtyValue& value) {
    if (value.kind() == TypeKind::String) return value;
    if (value.kind() == TypeKind::Bool) return CtyValue::string(value.as_bool() ? "true" : "false");
    if (value.kind() == TypeKind::Number) return CtyValue::string(value.as_number().to_text());
    return fail(value, required(Type::string()) + ", not " + name_of(value.type()));
  }

  CtyValue to_sequence(const CtyValue& value, const Type& type) {
    if (!value.type().is_sequence())
      return fail(value, required(type) + ", not " + name_of(value.type()));
    // The length, and so the order, of a set depends on what its members turn out to be.
    if (value.kind() == TypeKind::Set && type.kind() == TypeKind::List && !value.is_wholly_known())
      return unknown_list(value, type);
    const auto element = element_type(value, type);
    if (!element) return value;
    std::vector<CtyValue> elements;
    elements.reserve(value.size());
    for (std::size_t at = 0; at < value.size(); ++at) {
      elements.push_back(inside("[" + std::to_string(at) + "]", value.elements()[at], *element));
    }
    if (!error_.empty()) return value;
    return CtyValue::sequence(Type::collection(type.kind(), element->without_optional()),
                              std::move(elements));
  }

  CtyValue unknown_list(const CtyValue& value, const Type& type) {
    auto info = *value.first_unknown();
    info = UnknownInfo{.reason = info.reason, .subject = info.subject, .not_null = true};
    const auto element =
        type.element().is_dynamic() ? value.type().element() : type.element().without_optional();
    return CtyValue::unknown(Type::list(element), std::move(info));
  }

  CtyValue to_map(const CtyValue& value, const Type& type) {
    if (!value.type().is_mapping())
      return fail(value, required(type) + ", not " + name_of(value.type()));
    const auto element = element_type(value, type);
    if (!element) return value;
    std::vector<CtyMember> members;
    members.reserve(value.size());
    for (const auto& member : value.members()) {
      members.push_back({.key = member.key,
                         .value = inside(name_of_key(member.key), member.value, *element),
                         .key_place = member.key_place});
    }
    if (!error_.empty()) return value;
    return CtyValue::map(element->without_optional(), std::move(members));
  }

  // The element type to convert to: where `type` leaves it open, the one that all elements have in
  // common.
  std::optional<Type> element_type(const CtyValue& value, const Type& type) {
    if (!type.element().has_dynamic()) return type.element();
    if (value.type().is_collection())
      return type.element().is_dynamic() ? value.type().element() : type.element();
    std::vector<Type> types;
    const auto add = [&](const CtyValue& part) {
      // What a partly open type becomes is seen only by converting.
      types.push_back(type.element().is_dynamic()
                          ? part.type()
                          : Converter().convert(part, type.element()).type());
    };
    if (value.type().is_mapping()) {
      for (const auto& member : value.members()) add(member.value);
    } else {
      for (const auto& element : value.elements()) add(element);
    }
    if (types.empty()) return type.element();
    auto common = unify(types);
    if (!common) fail(value, "all elements must be of one type, or convertible to one");
    return common;
  }

  CtyValue to_tuple(const CtyValue& value, const Type& type) {
    const auto wanted = type.elements();
    if (value.kind() != TypeKind::Tuple)
      return fail(value, required(type) + ", not " + name_of(value.type()));
    if (value.size() != wanted.size()) {
      return fail(value, "a tuple of " + std::to_string(wanted.size()) +
                             " elements is required, not of " + std::to_string(value.size()));
    }
    std::vector<CtyValue> elements;
    for (std::size_t at = 0; at < wanted.size(); ++at)
      elements.push_back(inside("[" + std::to_string(at) + "]", value.elements()[at], wanted[at]));
    return CtyValue::tuple(std::move(elements));
  }

  CtyValue to_object(const CtyValue& value, const Type& type) {
    if (!value.type().is_mapping())
      return fail(value, required(type) + ", not " + name_of(value.type()));
    std::vector<CtyMember> members;
    for (const auto& attribute : type.attributes()) {
      const auto* found = value.find(attribute.name);
      const bool is_unset = found == nullptr || (found->value.is_null() && attribute.is_optional);
      if (!is_unset) {
        members.push_back(
            {.key = attribute.name,
             .value = inside(name_of_key(attribute.name), found->value, attribute.type),
             .key_place = found->key_place});
      } else if (!attribute.is_optional) {
        return fail(value, "attribute \"" + std::string(attribute.name.text()) + "\" is required");
      } else {
        const auto fallback = attribute.fallback == nullptr
                                  ? CtyValue::null(attribute.type.without_optional())
                                  : *attribute.fallback;
        members.push_back({.key = attribute.name,
                           .value = inside(name_of_key(attribute.name), fallback, attribute.type)});
      }
    }
    return CtyValue::object(std::move(members));
  }

  CtyValue inside(const std::string& step, const CtyValue& value, const Type& type) {
    if (!error_.empty()) return value;
    auto result = convert(value, type);
    if (!error_.empty())
      path_ = step + (path_.empty() ? ": " : path_.starts_with('[') ? "" : ".") + path_;
    return result;
  }

  static std::string name_of_key(Symbol key) { return printable(key.text(), 60); }

  CtyValue fail(const CtyValue& value, std::string message) {
    if (error_.empty()) {
      error_ = std::move(message);
      place_ = value.place();
    }
    return value;
  }

  std::string error_;
  std::string path_;  // "tags.owner: "
  source::Place place_;
};

}  // namespace

Conversion convert(const CtyValue& value, const Type& type) {
  Converter converter;
  auto result = converter.convert(value, type);
  return converter.result(std::move(result));
}

bool is_convertible(const Type& from, const Type& to) {
  if (from.is_dynamic() || to.is_dynamic() || from == to) return true;
  switch (to.kind()) {
    case TypeKind::Dynamic:
      return true;
    case TypeKind::Bool:
    case TypeKind::Number:
      return from.kind() == TypeKind::String || from.kind() == to.kind();
    case TypeKind::String:
      return from.is_primitive();
    case TypeKind::List:
    case TypeKind::Set:
      if (from.kind() == TypeKind::List || from.kind() == TypeKind::Set)
        return is_convertible(from.element(), to.element());
      if (from.kind() != TypeKind::Tuple) return false;
      return to.element().is_dynamic()
                 ? from.elements().empty() || unify(from.elements()).has_value()
                 : all_convertible(from.elements(), to.element());
    case TypeKind::Map: {
      if (from.kind() == TypeKind::Map) return is_convertible(from.element(), to.element());
      if (from.kind() != TypeKind::Object) return false;
      std::vector<Type> types;
      for (const auto& attribute : from.attributes()) types.push_back(attribute.type);
      return to.element().is_dynamic() ? types.empty() || unify(types).has_value()
                                       : all_convertible(types, to.element());
    }
    case TypeKind::Tuple:
      return from.kind() == TypeKind::Tuple &&
             std::ranges::equal(from.elements(), to.elements(), is_convertible);
    case TypeKind::Object:
      if (from.kind() == TypeKind::Object) return object_convertible(from, to);
      return from.kind() == TypeKind::Map &&
             std::ranges::all_of(to.attributes(), [&](const TypeAttribute& attribute) {
               return is_convertible(from.element(), attribute.type);
             });
  }
  return false;
}

}  // namespace stopgate::terraform
