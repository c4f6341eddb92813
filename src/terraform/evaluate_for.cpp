// Tuple and object constructors, and `for` expressions.

#include <map>

#include "base/text.h"
#include "terraform/evaluate_bound.h"

namespace stopgate::terraform {

namespace {

// `var.name = …`: neither clearly a name nor clearly an expression.
bool is_reference(const hcl::Expression& key) {
  const auto* at = &key;
  while (at->kind == hcl::ExpressionKind::Attribute || at->kind == hcl::ExpressionKind::Index)
    at = at->operand;
  return at != &key && at->kind == hcl::ExpressionKind::Variable;
}

constexpr std::string_view kKeyHelp =
    "an object's keys are strings; make sure that this one is set";

}  // namespace

CtyValue Evaluator::eval_tuple(const hcl::Expression& expression) {
  std::vector<CtyValue> elements;
  elements.reserve(expression.elements.size());
  for (const auto* element : expression.elements) elements.push_back(eval(*element));
  return CtyValue::tuple(std::move(elements));
}

CtyValue Evaluator::eval_object(const hcl::Expression& expression) {
  std::vector<CtyMember> members;
  members.reserve(expression.items.size());
  Marks marks;
  std::optional<CtyValue> unknown;
  for (const auto& item : expression.items) {
    auto value = eval(*item.value);
    CtyValue undecided;
    if (is_reference(*item.key)) {
      unknown = fail(place_of(*item.key), "an object's key is written as a reference",
                     "put it in parentheses to use its value, or in quotes to use its text");
      continue;
    }
    const auto key = object_key(eval(*item.key), place_of(*item.key), marks, undecided);
    if (!key) {
      unknown = undecided;
    } else {
      members.push_back(
          {.key = intern(*key), .value = std::move(value), .key_place = place_of(*item.key)});
    }
  }
  return (unknown ? *unknown : CtyValue::object(std::move(members))).with_marks(marks);
}

std::optional<std::string> Evaluator::object_key(const CtyValue& key, source::Place place,
                                                 Marks& marks, CtyValue& undecided) {
  marks = marks | key.marks();
  if (key.is_null()) {
    undecided = fail(place, "an object's key is null", std::string(kKeyHelp));
    return std::nullopt;
  }
  const auto text = convert(key, Type::string());
  if (!text.error.empty()) {
    undecided = fail(place, "an object's key does not fit: " + text.error, std::string(kKeyHelp));
    return std::nullopt;
  }
  if (text.value.is_unknown()) {
    undecided = unknown_because(text.value);
    return std::nullopt;
  }
  return text.value.as_string();
}

std::optional<std::vector<Evaluator::ForItem>> Evaluator::items_of(const CtyValue& collection,
                                                                   source::Place place,
                                                                   CtyValue& undecided) {
  if (collection.is_null()) {
    undecided = fail(place, "'for' goes over null",
                     "make sure that the collection is set, or use coalesce()");
    return std::nullopt;
  }
  if (collection.type().is_primitive()) {
    undecided = fail(place, "'for' goes over a " + name_of(collection.type()),
                     "a list, set, map, tuple or object is required");
    return std::nullopt;
  }
  if (collection.is_unknown()) {
    undecided = unknown_because(collection);
    return std::nullopt;
  }
  std::vector<ForItem> items;
  items.reserve(collection.size());
  if (collection.type().is_mapping()) {
    for (const auto& member : collection.members()) {
      items.push_back(
          {CtyValue::string(std::string(member.key.text())).with_place(member.key_place),
           member.value});
    }
    return items;
  }
  const bool is_set = collection.kind() == TypeKind::Set;
  for (const auto& element : collection.elements()) {
    items.push_back(
        {is_set ? element : CtyValue::number(static_cast<std::int64_t>(items.size())), element});
  }
  return items;
}

CtyValue Evaluator::eval_for(const hcl::Expression& expression) {
  const auto collection = eval(*expression.operand);
  CtyValue undecided;
  const auto items = items_of(collection, place_of(*expression.operand), undecided);
  if (!items) return undecided.with_marks(collection.marks());
  if (expression.kind == hcl::ExpressionKind::ForTuple)
    return for_tuple(expression, *items, collection.marks());
  return for_object(expression, *items, collection.marks());
}

Evaluator::Keep Evaluator::keeps(const hcl::Expression& expression, Marks& marks,
                                 CtyValue& undecided) {
  if (expression.condition == nullptr) return Keep::Yes;
  const auto condition = operand(*expression.condition, Type::boolean(), "the condition of 'if'");
  marks = marks | condition.marks;
  if (condition.is_usable) return condition.value.as_bool() ? Keep::Yes : Keep::No;
  undecided = unknown_because(condition.value);
  return Keep::Undecided;
}

CtyValue Evaluator::for_tuple(const hcl::Expression& expression, const std::vector<ForItem>& items,
                              Marks marks) {
  Bound bound(*this, expression);
  std::vector<CtyValue> elements;
  std::optional<CtyValue> unknown;
  for (const auto& item : items) {
    if (budget_.is_reported) break;
    bound.set(item);
    CtyValue undecided;
    const auto keep = keeps(expression, marks, undecided);
    if (keep == Keep::Undecided) unknown = undecided;
    if (keep == Keep::Yes) elements.push_back(eval(*expression.right));
  }
  // How many elements there are is not known when one condition is not.
  return (unknown ? *unknown : CtyValue::tuple(std::move(elements))).with_marks(marks);
}

CtyValue Evaluator::for_object(const hcl::Expression& expression, const std::vector<ForItem>& items,
                               Marks marks) {
  Bound bound(*this, expression);
  struct Group {
    std::vector<CtyValue> values;
    source::Place place;
  };
  std::map<std::string, Group> groups;
  std::optional<CtyValue> unknown;
  for (const auto& item : items) {
    if (budget_.is_reported) break;
    bound.set(item);
    CtyValue undecided;
    const auto keep = keeps(expression, marks, undecided);
    if (keep == Keep::Undecided) unknown = undecided;
    if (keep != Keep::Yes) continue;
    const auto key_value = eval(*expression.left);
    const auto key = object_key(key_value, place_of(*expression.left), marks, undecided);
    if (!key) {
      unknown = undecided;
      continue;
    }
    auto& group = groups[*key];
    if (!group.values.empty() && !expression.flag) {
      unknown = fail(
          place_of(*expression.left), "two elements give the key \"" + printable(*key, 80) + "\"",
          "make the keys unique, or write ... after the value to group the values of one key");
      continue;
    }
    group.place = key_value.place();
    group.values.push_back(eval(*expression.right));
  }
  if (unknown) return unknown->with_marks(marks);
  std::vector<CtyMember> members;
  members.reserve(groups.size());
  for (auto& [key, group] : groups) {
    const auto place = group.values.front().place();
    auto value = expression.flag ? CtyValue::tuple(std::move(group.values)).with_place(place)
                                 : std::move(group.values.front());
    members.push_back({.key = intern(key), .value = std::move(value), .key_place = group.place});
  }
  return CtyValue::object(std::move(members)).with_marks(marks);
}

}  // namespace stopgate::terraform
