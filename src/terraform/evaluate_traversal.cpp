// References, attributes, indexes and splats.

#include <algorithm>

#include "base/text.h"
#include "terraform/evaluator.h"

namespace stopgate::terraform {

namespace {

using hcl::ExpressionKind;

std::string name_text(Symbol name) {
  return "\"" + printable(name.text(), 80) + "\"";
}

// "did you mean \"x\"?" for a name near one of those that are there.
template <typename Items, typename NameOf>
std::string near(std::string_view name, const Items& items, NameOf&& name_of_item,
                 std::string otherwise) {
  std::vector<std::string_view> candidates;
  for (const auto& item : items) candidates.push_back(name_of_item(item));
  const auto nearest = nearest_name(name, candidates);
  if (nearest) return "did you mean \"" + printable(*nearest, 80) + "\"?";
  return otherwise;
}

std::string listed(std::span<const TypeAttribute> attributes) {
  if (attributes.empty()) return "the object has no attributes";
  std::string text;
  for (std::size_t at = 0; at < attributes.size() && at < 10; ++at)
    text += (at == 0 ? "" : ", ") + printable(attributes[at].name.text(), 40);
  return "the object has " + text + (attributes.size() > 10 ? ", …" : "");
}

}  // namespace

CtyValue Evaluator::eval_variable(const hcl::Expression& expression) {
  // The element of the splat around us.
  if (expression.name.text.empty())
    return splat_items_.empty() ? not_evaluated() : splat_items_.back();
  return eval_reference(expression).value_or(not_evaluated());
}

// A chain of attributes down to a name: `data.aws_ami.a.id`. Nothing when something else is at its
// root.
std::optional<CtyValue> Evaluator::eval_reference(const hcl::Expression& expression) {
  std::vector<hcl::Name> attributes;
  const auto* root = &expression;
  for (; root->kind == ExpressionKind::Attribute; root = root->operand)
    attributes.push_back(root->name);
  if (root->kind != ExpressionKind::Variable || root->name.text.empty()) return std::nullopt;
  std::ranges::reverse(attributes);

  const auto bound = std::find_if(names_.rbegin(), names_.rend(), [&](const LocalName& local) {
    return local.name == root->name.text;
  });
  CtyValue value;
  std::size_t steps = 0;
  if (bound != names_.rend()) {
    value = bound->value;
  } else {
    auto resolved = scope_.resolve(root->name, attributes, file_);
    if (resolved.error) {
      static_diagnostics_.push_back(std::move(*resolved.error));
      return not_evaluated();
    }
    value = std::move(resolved.value);
    steps = std::min(resolved.steps, attributes.size());
  }
  for (; steps < attributes.size(); ++steps) value = attribute_of(value, attributes[steps]);
  return value;
}

CtyValue Evaluator::eval_attribute(const hcl::Expression& expression) {
  if (auto value = eval_reference(expression)) return *value;
  return attribute_of(eval(*expression.operand), expression.name);
}

CtyValue Evaluator::attribute_of(const CtyValue& value, const hcl::Name& name) {
  const source::Place place{file_, name.span};
  const auto& type = value.type();
  const auto text = name_text(name.text);
  if (value.is_null())
    return fail(place, "attribute " + text + " is taken of null",
                "make sure that the value is set, or use try()");
  if (type.is_dynamic()) return unknown_because(value).with_marks(value.marks());
  if (type.kind() == TypeKind::Object) {
    const auto* attribute = type.find(name.text);
    if (attribute == nullptr) {
      const auto name_of_attribute = [](const TypeAttribute& item) { return item.name.text(); };
      return fail(
          place, "this object has no attribute " + text,
          near(name.text.text(), type.attributes(), name_of_attribute, listed(type.attributes())));
    }
    if (value.is_unknown())
      return unknown_because(value, attribute->type).with_marks(value.marks());
    return value.find(name.text)->value.with_marks(value.marks());
  }
  if (type.kind() == TypeKind::Map) {
    if (value.is_unknown()) return unknown_because(value, type.element()).with_marks(value.marks());
    if (const auto* member = value.find(name.text)) return member->value.with_marks(value.marks());
    const auto name_of_member = [](const CtyMember& item) { return item.key.text(); };
    return fail(place, "this map has no element " + text,
                near(name.text.text(), value.members(), name_of_member,
                     "add the key, or use lookup() with a default"));
  }
  if (type.is_sequence()) {
    return fail(place, "attribute " + text + " is taken of a " + name_of(type),
                "choose an element by its index, or use [*]." + printable(name.text.text(), 80) +
                    " for all of them");
  }
  return fail(place, "attribute " + text + " is taken of a " + name_of(type) + ", which has none",
              "remove the attribute, or check what the value before it is");
}

CtyValue Evaluator::eval_index(const hcl::Expression& expression) {
  const auto collection = eval(*expression.operand);
  const auto key = eval(*expression.index);
  return element_of(collection, key, *expression.index);
}

CtyValue Evaluator::element_of(const CtyValue& collection, const CtyValue& key,
                               const hcl::Expression& index) {
  const auto place = place_of(index);
  const auto marks = collection.marks() | key.marks();
  const auto& type = collection.type();
  if (collection.is_null())
    return fail(place, "an element is taken of null",
                "make sure that the collection is set, or use try()");
  if (key.is_null())
    return fail(place, "null is used as an index", "make sure that the index is set");
  if (type.is_dynamic()) return unknown_because(collection).with_marks(marks);
  if (type.kind() == TypeKind::Set)
    return fail(
        place, "an element of a set is taken by index",
        "the elements of a set have no order: use tolist(), or one() for a set of one element");
  if (type.is_primitive())
    return fail(place, "a " + name_of(type) + " has no elements to index",
                "remove the index, or check what the value before it is");
  const auto result = type.is_mapping() ? mapping_element(collection, key, place)
                                        : sequence_element(collection, key, place);
  return result.with_marks(marks);
}

CtyValue Evaluator::sequence_element(const CtyValue& collection, const CtyValue& key,
                                     source::Place place) {
  const auto index = converted(key, Type::number(), place, "the index");
  const auto& type = collection.type();
  const auto element_type = type.kind() == TypeKind::List ? type.element() : Type::dynamic();
  if (!index.is_usable)
    return index.value.is_unknown() ? unknown_because(index.value, element_type) : index.value;
  const auto& number = index.value.as_number();
  const auto whole = number.to_int64();
  if (!number.is_integer())
    return fail(place, "the index " + number.to_text() + " is not a whole number",
                "use floor() or ceil()");
  const bool is_tuple = type.kind() == TypeKind::Tuple;
  if (collection.is_unknown() && !is_tuple) return unknown_because(collection, element_type);
  const auto size = is_tuple ? type.elements().size() : collection.size();
  if (number.sign() < 0)
    return fail(place, "the index " + number.to_text() + " is negative",
                "indexes start at 0; the last element is [length(…) - 1]");
  if (!whole || static_cast<std::uint64_t>(*whole) >= size) {
    return fail(place,
                "there is no element " + number.to_text() + ": the " +
                    (is_tuple ? "tuple" : "list") + " has " + std::to_string(size),
                size == 0 ? "" : "the last index is " + std::to_string(size - 1));
  }
  const auto at = static_cast<std::size_t>(*whole);
  if (collection.is_unknown()) return unknown_because(collection, type.elements()[at]);
  return collection.elements()[at];
}

CtyValue Evaluator::mapping_element(const CtyValue& collection, const CtyValue& key,
                                    source::Place place) {
  const auto index = converted(key, Type::string(), place, "the key");
  const auto& type = collection.type();
  const bool is_map = type.kind() == TypeKind::Map;
  if (!index.is_usable)
    return index.value.is_unknown()
               ? unknown_because(index.value, is_map ? type.element() : Type::dynamic())
               : index.value;
  const auto name = intern(index.value.as_string());
  if (collection.is_unknown()) {
    if (is_map) return unknown_because(collection, type.element());
    if (const auto* attribute = type.find(name))
      return unknown_because(collection, attribute->type);
  } else if (const auto* member = collection.find(name)) {
    return member->value;
  }
  std::vector<std::string_view> known;
  if (collection.is_concrete()) {
    for (const auto& member : collection.members()) known.push_back(member.key.text());
  }
  const auto identity = [](std::string_view text) { return text; };
  return fail(place,
              std::string(is_map ? "this map has no element " : "this object has no attribute ") +
                  name_text(name),
              near(name.text(), known, identity, "add the key, or use lookup() with a default"));
}

CtyValue Evaluator::eval_splat(const hcl::Expression& expression) {
  const auto marked = eval(*expression.operand);
  const auto source = marked.without_marks();
  const bool is_sequence = source.type().is_sequence();
  if (source.is_null()) {
    if (!is_sequence) return CtyValue::tuple({}).with_marks(marked.marks());
    return fail(place_of(*expression.operand), "[*] is applied to a null " + name_of(source.type()),
                "make sure that the list is set, or use coalesce()");
  }
  if (source.type().is_dynamic()) return unknown_because(source).with_marks(marked.marks());
  const auto result = source.is_unknown() ? splat_of_unknown(expression, source)
                                          : splat_elements(expression, source, !is_sequence);
  return result.with_marks(marked.marks());
}

CtyValue Evaluator::splat_elements(const hcl::Expression& expression, const CtyValue& source,
                                   bool is_wrapped) {
  std::vector<CtyValue> results;
  const auto take = [&](const CtyValue& item) {
    if (expression.each == nullptr) {
      results.push_back(item);
      return;
    }
    splat_items_.push_back(item);
    results.push_back(eval(*expression.each));
    splat_items_.pop_back();
  };
  if (is_wrapped) {
    take(source);
    return CtyValue::tuple(std::move(results));
  }
  for (const auto& item : source.elements()) take(item);
  if (source.kind() == TypeKind::Tuple) return CtyValue::tuple(std::move(results));
  // What one element gives, all give: they are of one type.
  std::vector<Type> types;
  for (const auto& result : results) types.push_back(result.type());
  if (types.empty())
    types.push_back(
        splat_of_unknown(expression, CtyValue::unknown(source.type(), {})).type().element());
  const auto element = unify(types);
  if (!element || !std::ranges::all_of(types, [&](const Type& type) { return type == *element; }))
    return CtyValue::tuple(std::move(results));
  return CtyValue::list(*element, std::move(results));
}

// The type of the elements may be known, and with it what cannot be taken of them.
CtyValue Evaluator::splat_of_unknown(const hcl::Expression& expression, const CtyValue& source) {
  const auto& type = source.type();
  if (!type.is_collection() || type.kind() == TypeKind::Map) return unknown_because(source);
  auto element = type.element();
  if (expression.each != nullptr) {
    splat_items_.push_back(unknown_because(source, element));
    element = eval(*expression.each).type();
    splat_items_.pop_back();
  }
  return unknown_because(source, Type::list(element));
}

}  // namespace stopgate::terraform
