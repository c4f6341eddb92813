#include "iam/normalize.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "base/text.h"

namespace stopgate::iam {

namespace {

using value::Member;
using value::MemberPlace;
using value::Node;
using value::Value;

// A map under construction.
struct MapBuilder {
  std::vector<Member> members;
  std::vector<MemberPlace> places;

  void add(std::string_view key, Value value, const MemberPlace& place) {
    members.push_back({intern(key), value});
    places.push_back(place);
  }
  [[nodiscard]] Value build(Arena& arena) const {
    return value::Map::make(arena, members, places, value::Access::Lenient);
  }
};

MemberPlace at(source::Place place) {
  return {place.file, place.span, place.span};
}

struct Found {
  Value value;
  MemberPlace place;
};

// The member of that name, or of its second spelling (aws_iam_policy_document's).
std::optional<Found> find(const Node& map, std::string_view name, std::string_view other) {
  if (!map.value.is_map()) return std::nullopt;
  const auto& members = map.value.as_map();
  for (std::size_t i = 0; i < members.size(); ++i) {
    const auto key = to_lower(members.members()[i].key.text());
    if (key != name && key != other) continue;
    const auto value_place = members.place(i);
    const auto key_place = members.key_place(i);
    if (!value_place.is_known()) return Found{members.members()[i].value, at(map.place)};
    return Found{members.members()[i].value, {value_place.file, key_place.span, value_place.span}};
  }
  return std::nullopt;
}

source::Place value_place(const MemberPlace& place) {
  return {place.file, place.value};
}

// Scalar to list; null to the empty list.
Value as_list(Arena& arena, const Value& value, source::Place place) {
  if (value.is_list() || value.is_unknown()) return value;
  if (value.is_null()) return value::List::make(arena, {}, {}, value::Access::Lenient);
  return value::List::make(arena, std::array{value}, std::array{place}, value::Access::Lenient);
}

// Places of a list's elements, or the list's own where it has none.
source::Place item_place(const Node& list, std::size_t index) {
  const auto place = list.value.as_list().place(index);
  return place.is_known() ? place : list.place;
}

Value concatenated(Arena& arena, const Node& a, const Node& b) {
  if (a.value.is_unknown()) return a.value;
  if (b.value.is_unknown()) return b.value;
  std::vector<Value> items;
  std::vector<source::Place> places;
  for (const auto& list : {a, b}) {
    for (std::size_t i = 0; i < list.value.items().size(); ++i) {
      items.push_back(list.value.items()[i]);
      places.push_back(item_place(list, i));
    }
  }
  return value::List::make(arena, items, places, value::Access::Lenient);
}

// [{type = "AWS", identifiers = […]}, …]
Value principals_of_blocks(Arena& arena, const Node& blocks) {
  MapBuilder result;
  for (std::size_t i = 0; i < blocks.value.items().size(); ++i) {
    const Node block{blocks.value.items()[i], item_place(blocks, i)};
    if (block.value.is_unknown()) return block.value;
    const auto type = find(block, "type", {});
    const auto identifiers = find(block, "identifiers", {});
    if (!type || !identifiers) continue;
    if (type->value.is_unknown()) return type->value;
    if (!type->value.is_string()) continue;
    const auto key = intern(type->value.as_string());
    const auto list = as_list(arena, identifiers->value, value_place(identifiers->place));
    const auto same = std::ranges::find(result.members, key, &Member::key);
    if (same == result.members.end()) {
      result.add(key.text(), list, identifiers->place);
    } else {
      const auto& place = result.places[static_cast<std::size_t>(same - result.members.begin())];
      same->value = concatenated(arena, {same->value, value_place(place)},
                                 {list, value_place(identifiers->place)});
    }
  }
  return result.build(arena);
}

Value principals_of(Arena& arena, const std::optional<Found>& found) {
  MapBuilder result;
  if (!found || found->value.is_null()) return result.build(arena);
  const Node node{found->value, value_place(found->place)};
  if (node.value.is_unknown()) return node.value;
  if (node.value.is_list()) return principals_of_blocks(arena, node);
  if (node.value.is_string()) {
    result.add(node.value.as_string(), as_list(arena, node.value, node.place), found->place);
    return result.build(arena);
  }
  for (std::size_t i = 0; i < node.value.members().size(); ++i) {
    const auto& member = node.value.members()[i];
    const auto inner = node.value.as_map().place(i);
    const auto place = inner.is_known() ? inner : node.place;
    result.add(member.key.text(), as_list(arena, member.value, place), at(place));
  }
  return result.build(arena);
}

// Conditions under construction: {operator, key, values} each.
struct ConditionList {
  std::vector<Value> items;
  std::vector<source::Place> places;

  void add(Arena& arena, const Value& test, const Value& key, const Value& values,
           source::Place place) {
    MapBuilder condition;
    condition.add("operator", test, at(place));
    condition.add("key", key, at(place));
    condition.add("values", as_list(arena, values, place), at(place));
    items.push_back(condition.build(arena));
    places.push_back(place);
  }
};

// {StringEquals = {"aws:SourceArn" = …}}
void add_conditions_of_map(Arena& arena, const Node& operators, ConditionList& result) {
  for (std::size_t i = 0; i < operators.value.members().size(); ++i) {
    const auto& test = operators.value.members()[i];
    const auto name = Value::string(test.key.text());
    const auto place = operators.value.as_map().place(i);
    const Node keys{test.value, place.is_known() ? place : operators.place};
    if (keys.value.is_unknown()) result.add(arena, name, keys.value, keys.value, keys.place);
    for (std::size_t k = 0; k < keys.value.members().size(); ++k) {
      const auto& key = keys.value.members()[k];
      const auto inner = keys.value.as_map().place(k);
      result.add(arena, name, Value::string(key.key.text()), key.value,
                 inner.is_known() ? inner : keys.place);
    }
  }
}

Value conditions_of(Arena& arena, const std::optional<Found>& found) {
  ConditionList result;
  if (found) {
    const Node node{found->value, value_place(found->place)};
    if (node.value.is_unknown()) return node.value;
    add_conditions_of_map(arena, node, result);
    for (std::size_t i = 0; i < node.value.items().size(); ++i) {
      const Node block{node.value.items()[i], item_place(node, i)};
      if (block.value.is_unknown()) return block.value;
      result.add(arena, block.value.get("test"), block.value.get("variable"),
                 block.value.get("values"), block.place);
    }
  }
  return value::List::make(arena, result.items, result.places, value::Access::Lenient);
}

struct ListElement {
  std::string_view key;   // in the normalised statement
  std::string_view json;  // lower case
  std::string_view block;
};

constexpr std::array<ListElement, 4> kListElements = {{
    {"actions", "action", "actions"},
    {"notActions", "notaction", "not_actions"},
    {"resources", "resource", "resources"},
    {"notResources", "notresource", "not_resources"},
}};

}  // namespace

Statement normalize_statement(Arena& arena, const Node& written, StatementShape shape) {
  if (written.value.is_unknown()) return {written};
  MapBuilder result;
  if (const auto sid = find(written, "sid", {}); sid && !sid->value.is_null())
    result.add("sid", sid->value, sid->place);
  const auto effect = find(written, "effect", {});
  if (effect && !effect->value.is_null()) {
    result.add("effect", effect->value, effect->place);
  } else if (shape == StatementShape::Block) {
    result.add("effect", Value::string("Allow"), at(written.place));
  }
  for (const auto& element : kListElements) {
    const auto found = find(written, element.json, element.block);
    const auto place = found ? found->place : at(written.place);
    result.add(element.key, as_list(arena, found ? found->value : Value{}, value_place(place)),
               place);
  }
  const auto add = [&](std::string_view key, const std::optional<Found>& found, Value value) {
    result.add(key, value, found ? found->place : at(written.place));
  };
  const auto principals = find(written, "principal", "principals");
  add("principals", principals, principals_of(arena, principals));
  const auto not_principals = find(written, "notprincipal", "not_principals");
  add("notPrincipals", not_principals, principals_of(arena, not_principals));
  const auto conditions = find(written, "condition", {});
  add("conditions", conditions, conditions_of(arena, conditions));
  return {{result.build(arena), written.place}};
}

}  // namespace stopgate::iam
