// Functions over maps and objects.

#include <algorithm>
#include <map>
#include <string>

#include "base/text.h"
#include "terraform/cty_convert.h"
#include "terraform/evaluator.h"
#include "terraform/functions.h"

namespace stopgate::terraform {

namespace {

Outcome not_a_map(std::size_t argument, const CtyValue& value) {
  return Outcome::wrong_argument(argument,
                                 "a map or object is required, not " + name_of(value.type()));
}

CtyValue key_of(Symbol key) {
  return CtyValue::string(std::string(key.text()));
}

Outcome keys(const Invocation& call) {
  const auto& map = call[0];
  std::vector<CtyValue> names;
  if (map.kind() == TypeKind::Object) {
    for (const auto& attribute : map.type().attributes()) names.push_back(key_of(attribute.name));
    return CtyValue::tuple(std::move(names));
  }
  if (map.is_unknown())
    return unknown_result(
        call, map.kind() == TypeKind::Map ? Type::list(Type::string()) : Type::dynamic());
  if (!map.type().is_mapping()) return not_a_map(0, map);
  for (const auto& member : map.members())
    names.push_back(key_of(member.key).with_place(member.key_place));
  return CtyValue::list(Type::string(), std::move(names));
}

Outcome values(const Invocation& call) {
  const auto& map = call[0];
  if (!map.type().is_mapping()) return not_a_map(0, map);
  std::vector<CtyValue> elements;
  for (const auto& member : map.members()) elements.push_back(member.value);
  if (map.kind() == TypeKind::Object) return CtyValue::tuple(std::move(elements));
  return CtyValue::list(map.type().element(), std::move(elements));
}

Outcome lookup(const Invocation& call) {
  if (call.size() > 3)
    return Outcome::wrong("takes 2 or 3 arguments, not " + std::to_string(call.size()));
  const auto& map = call[0];
  if (!map.type().is_mapping()) return not_a_map(0, map);
  const auto name = intern(call.text(1));
  const bool is_map = map.kind() == TypeKind::Map;
  std::optional<CtyValue> fallback;
  if (call.size() == 3) {
    auto converted = is_map ? convert(call[2], map.type().element())
                            : Conversion{.value = call[2], .error = {}, .place = {}};
    if (!converted.error.empty())
      return Outcome::wrong_argument(2, "the default is not of the type of the map's elements, " +
                                            name_of(map.type().element()) + ": " + converted.error);
    fallback = std::move(converted.value);
  }
  if (const auto* member = map.find(name)) return member->value;
  if (fallback) return *fallback;
  return Outcome::wrong_argument(1,
                                 std::string("the ") +
                                     (is_map ? "map has no element" : "object has no attribute") +
                                     " \"" + printable(call.text(1), 80) + "\"",
                                 "add a default as the third argument");
}

Outcome merge(const Invocation& call) {
  std::vector<CtyMember> members;
  const Type* map_type = nullptr;
  bool same_maps = true;
  for (std::size_t at = 0; at < call.size(); ++at) {
    const auto& map = call[at];
    if (map.is_null() && (map.type().is_dynamic() || map.type().is_mapping())) {
      same_maps = same_maps && !map.type().is_dynamic();
      continue;
    }
    if (map.is_unknown() && (map.type().is_dynamic() || map.type().is_mapping()))
      return unknown_from(map);
    if (!map.type().is_mapping()) return not_a_map(at, map);
    if (map_type == nullptr) map_type = &map.type();
    same_maps = same_maps && map.kind() == TypeKind::Map && map.type() == *map_type;
    members.insert(members.end(), map.members().begin(), map.members().end());
  }
  if (map_type == nullptr) return CtyValue::object({});
  return same_maps ? CtyValue::map(map_type->element(), std::move(members))
                   : CtyValue::object(std::move(members));
}

Outcome transpose(const Invocation& call) {
  if (!call[0].is_wholly_known()) return unknown_result(call, call[0].type());
  std::map<std::string, std::vector<CtyValue>> lists;
  for (const auto& member : call[0].members()) {
    if (member.value.is_null())
      return Outcome::wrong_argument(
          0, "the list of \"" + printable(member.key.text(), 80) + "\" is null");
    for (const auto& element : member.value.elements()) {
      if (element.is_null())
        return Outcome::wrong_argument(
            0, "an element of \"" + printable(member.key.text(), 80) + "\" is null");
      lists[element.as_string()].push_back(key_of(member.key));
    }
  }
  std::vector<CtyMember> members;
  for (auto& [key, list] : lists)
    members.push_back(
        {.key = intern(key), .value = CtyValue::list(Type::string(), std::move(list))});
  return CtyValue::map(Type::list(Type::string()), std::move(members));
}

Outcome zip_map(const Invocation& call) {
  const auto& names = call[0];
  const auto& items = call[1];
  if (items.kind() != TypeKind::List && items.kind() != TypeKind::Tuple)
    return Outcome::wrong_argument(1, "a list or tuple is required, not " + name_of(items.type()));
  if (names.size() != items.size())
    return Outcome::wrong("there are " + std::to_string(names.size()) + " keys, but " +
                              std::to_string(items.size()) + " values",
                          "give as many keys as values");
  std::vector<CtyMember> members;
  for (std::size_t at = 0; at < names.size(); ++at) {
    const auto& name = names.elements()[at];
    if (name.is_null()) return Outcome::wrong_argument(0, "key " + std::to_string(at) + " is null");
    if (name.is_unknown()) return unknown_from(name);
    members.push_back({.key = intern(name.as_string()),
                       .value = items.elements()[at],
                       .key_place = name.place()});
  }
  if (items.kind() == TypeKind::Tuple) return CtyValue::object(std::move(members));
  return CtyValue::map(items.type().element(), std::move(members));
}

}  // namespace

std::vector<Function> map_functions() {
  const auto strings = Type::list(Type::string());
  const Parameter map{"map", Type::dynamic(), kTakesInnerMarks};
  return {
      {"keys",
       {{"map", Type::dynamic(), kTakesInnerMarks | kTakesUnknown}},
       {},
       Type::dynamic(),
       keys},
      {"lookup",
       {map, {"key", Type::string()}},
       Parameter{"default", Type::dynamic(), kTakesNull | kTakesUnknown | kTakesInnerMarks},
       Type::dynamic(),
       lookup},
      {"merge",
       {},
       Parameter{"maps", Type::dynamic(), kTakesNull | kTakesUnknown | kTakesInnerMarks},
       Type::dynamic(),
       merge},
      {"transpose", {{"values", Type::map(strings)}}, {}, Type::map(strings), transpose},
      {"values", {map}, {}, Type::dynamic(), values},
      {"zipmap",
       {{"keys", strings}, {"values", Type::dynamic(), kTakesInnerMarks}},
       {},
       Type::dynamic(),
       zip_map},
  };
}

}  // namespace stopgate::terraform
