// Functions over one list, set, tuple, map or object.

#include <algorithm>
#include <string>
#include <unordered_set>

#include "terraform/cty_set.h"
#include "terraform/evaluator.h"
#include "terraform/functions.h"
#include "terraform/text_unicode.h"

namespace stopgate::terraform {

namespace {

Outcome not_a_list(std::size_t argument, const CtyValue& value) {
  return Outcome::wrong_argument(argument,
                                 "a list, set or tuple is required, not " + name_of(value.type()));
}

CtyValue unknown_length(const CtyValue& cause) {
  auto value = unknown_from(cause, Type::number());
  auto info = value.unknown_info();
  info.not_null = true;
  return CtyValue::unknown(Type::number(), std::move(info));
}

Outcome length(const Invocation& call) {
  const auto& value = call[0];
  const auto& type = value.type();
  const auto whole = [](std::size_t size) {
    return CtyValue::number(static_cast<std::int64_t>(size));
  };
  if (type.kind() == TypeKind::Tuple) return whole(type.elements().size());
  if (type.kind() == TypeKind::Object) return whole(type.attributes().size());
  if (value.is_unknown()) {
    const auto& info = value.unknown_info();
    if (type.is_collection() && info.min_length == info.max_length) return whole(info.min_length);
    return unknown_length(value);
  }
  if (type.kind() == TypeKind::String) return whole(grapheme_count(value.as_string()));
  if (type.is_primitive())
    return Outcome::wrong_argument(0, "a string or a collection is required, not " + name_of(type));
  // Members that are not known may turn out to be equal; one alone stays one.
  if (type.kind() == TypeKind::Set && value.size() > 1 && !value.is_wholly_known())
    return unknown_length(value);
  return whole(value.size());
}

// alltrue and anytrue: the first element that decides, unless one before it is not known.
Outcome all_or_any(const Invocation& call, bool decisive) {
  std::optional<CtyValue> unknown;
  for (const auto& element : call[0].elements()) {
    if (element.is_unknown()) {
      // Terraform's alltrue stops at the first unknown, its anytrue does not; no later value
      // changes what one that decides says, so we look at them all.
      unknown = element;
      continue;
    }
    const bool value = element.is_concrete() && element.as_bool();
    if (value == decisive) return CtyValue::boolean(decisive);
  }
  return unknown ? unknown_from(*unknown, Type::boolean()) : CtyValue::boolean(!decisive);
}

Outcome chunk_list(const Invocation& call) {
  const auto& list = call[0];
  const auto size = call[1].as_number().to_int64();
  if (!size || *size < 0)
    return Outcome::wrong_argument(1, "'size' is " + call[1].as_number().to_text(),
                                   "a whole number that is not negative is required");
  const auto all = list.elements();
  const auto step = *size == 0 ? all.size() : static_cast<std::size_t>(*size);
  std::vector<CtyValue> chunks;
  for (std::size_t at = 0; at < all.size(); at += step) {
    const auto part = all.subspan(at, std::min(step, all.size() - at));
    chunks.push_back(CtyValue::list(list.type().element(), {part.begin(), part.end()}));
  }
  return CtyValue::list(list.type(), std::move(chunks));
}

Outcome compact(const Invocation& call) {
  if (!call[0].is_wholly_known()) return unknown_result(call, call[0].type());
  std::vector<CtyValue> kept;
  for (const auto& element : call[0].elements()) {
    if (element.is_concrete() && !element.as_string().empty()) kept.push_back(element);
  }
  return CtyValue::list(Type::string(), std::move(kept));
}

Outcome contains(const Invocation& call) {
  const auto& list = call[0];
  if (!list.type().is_sequence()) return not_a_list(0, list);
  if (list.is_unknown()) return unknown_result(call, Type::boolean());
  std::optional<CtyValue> unknown;
  for (const auto& element : list.elements()) {
    const auto same = equals(element, call[1]);
    if (same == true) return CtyValue::boolean(true);
    if (!same) unknown = element.is_wholly_known() ? call[1] : element;
  }
  return unknown ? unknown_from(*unknown, Type::boolean()) : CtyValue::boolean(false);
}

Outcome distinct(const Invocation& call) {
  const auto& list = call[0];
  if (!list.is_wholly_known()) return unknown_result(call, list.type());
  std::vector<CtyValue> kept;
  std::unordered_set<std::string> seen;
  for (const auto& element : list.elements()) {
    if (seen.insert(set_text(element)).second) kept.push_back(element);
  }
  return CtyValue::list(list.type().element(), std::move(kept));
}

Outcome element(const Invocation& call) {
  const auto& list = call[0];
  const auto& number = call[1].as_number();
  const auto index = number.to_int64();
  if (list.kind() != TypeKind::List && list.kind() != TypeKind::Tuple)
    return Outcome::wrong_argument(0, "a list or tuple is required, not " + name_of(list.type()));
  if (!index || *index < 0)
    return Outcome::wrong_argument(1, "the index is " + number.to_text(),
                                   "a whole number that is not negative is required; the last "
                                   "element is list[length(list) - 1]");
  if (list.is_unknown() && list.kind() == TypeKind::List)
    return unknown_result(call, list.type().element());
  if (list.is_unknown()) return unknown_result(call);
  if (list.size() == 0)
    return Outcome::wrong_argument(0,
                                   "the list is empty, so it has no element " + number.to_text());
  return list.elements()[static_cast<std::size_t>(*index) % list.size()];
}

// Whether everything that stands in there could be taken out.
bool flatten_into(const CtyValue& value, std::vector<CtyValue>& out) {
  bool is_complete = true;
  for (const auto& element : value.elements()) {
    const bool nests = element.type().is_sequence();
    if (element.is_unknown() && (nests || element.type().is_dynamic())) {
      is_complete = false;
    } else if (nests && element.is_concrete()) {
      is_complete = flatten_into(element, out) && is_complete;
    } else {
      out.push_back(element);
    }
  }
  return is_complete;
}

Outcome flatten(const Invocation& call) {
  if (!call[0].type().is_sequence()) return not_a_list(0, call[0]);
  std::vector<CtyValue> elements;
  if (!flatten_into(call[0], elements)) return unknown_result(call);
  return CtyValue::tuple(std::move(elements));
}

Outcome index_of(const Invocation& call) {
  const auto& list = call[0];
  if (list.kind() != TypeKind::List && list.kind() != TypeKind::Tuple)
    return Outcome::wrong_argument(0, "a list or tuple is required, not " + name_of(list.type()));
  if (list.is_unknown()) return unknown_result(call, Type::number());
  for (std::size_t at = 0; at < list.size(); ++at) {
    const auto same = equals(list.elements()[at], call[1]);
    if (!same) return unknown_result(call, Type::number());
    if (*same) return CtyValue::number(static_cast<std::int64_t>(at));
  }
  return Outcome::wrong(list.size() == 0
                            ? "the list is empty"
                            : "no element of the list is " + to_text(call[1]).substr(0, 80),
                        "use contains() first, or try() with a default");
}

Outcome one(const Invocation& call) {
  const auto& list = call[0];
  if (!list.type().is_sequence()) return not_a_list(0, list);
  if (list.is_unknown())
    return unknown_result(call,
                          list.kind() == TypeKind::Tuple ? Type::dynamic() : list.type().element());
  if (list.size() == 1) return list.elements()[0];
  if (list.size() == 0)
    return CtyValue::null(list.type().is_collection() ? list.type().element() : Type::dynamic());
  // Two members of a set may turn out to be one.
  if (list.kind() == TypeKind::Set && !list.is_wholly_known()) return unknown_result(call);
  return Outcome::wrong_argument(0, "the list has " + std::to_string(list.size()) + " elements",
                                 "one() takes lists of at most one element");
}

Outcome range(const Invocation& call) {
  if (call.size() < 1 || call.size() > 3)
    return Outcome::wrong("takes 1 to 3 arguments, not " + std::to_string(call.size()));
  const auto start = call.size() == 1 ? Number(0) : call[0].as_number();
  const auto end = call.size() == 1 ? call[0].as_number() : call[1].as_number();
  const bool falls = end < start;
  const auto step = call.size() == 3 ? call[2].as_number() : Number(falls ? -1 : 1);
  if (call.size() == 3 && !(start == end) && !step.is_zero() && (step.sign() < 0) != falls) {
    return Outcome::wrong_argument(
        2, "the step " + step.to_text() + " leads away from the end " + end.to_text());
  }
  constexpr std::size_t kMost = 1024;
  std::vector<CtyValue> numbers;
  for (auto number = start; falls ? end < number : number < end; number = number + step) {
    if (numbers.size() >= kMost)
      return Outcome::wrong("more than 1024 numbers would be made",
                            "choose a larger step, or start and end nearer to each other");
    numbers.push_back(CtyValue::number(number));
  }
  return CtyValue::list(Type::number(), std::move(numbers));
}

Outcome reverse(const Invocation& call) {
  const auto& list = call[0];
  if (!list.type().is_sequence()) return not_a_list(0, list);
  std::vector<CtyValue> elements(list.elements().rbegin(), list.elements().rend());
  if (list.kind() == TypeKind::Tuple) return CtyValue::tuple(std::move(elements));
  return CtyValue::list(list.type().element(), std::move(elements));
}

Outcome slice(const Invocation& call) {
  const auto& list = call[0];
  if (list.kind() != TypeKind::List && list.kind() != TypeKind::Tuple)
    return Outcome::wrong_argument(0, "a list or tuple is required, not " + name_of(list.type()),
                                   "use tolist() for a set");
  const auto start = call[1].as_number().to_int64();
  const auto end = call[2].as_number().to_int64();
  const auto size = static_cast<std::int64_t>(list.size());
  if (!start || *start < 0)
    return Outcome::wrong_argument(1, "the start index is " + call[1].as_number().to_text(),
                                   "a whole number from 0 is required");
  if (!end || *end < 0 || *end > size)
    return Outcome::wrong_argument(
        2, "the end index is " + call[2].as_number().to_text(),
        "a whole number up to the length of the list, " + std::to_string(size) + ", is required");
  if (*start > *end)
    return Outcome::wrong_argument(1, "the start index " + std::to_string(*start) +
                                          " is greater than the end index " + std::to_string(*end));
  const auto part = list.elements().subspan(static_cast<std::size_t>(*start),
                                            static_cast<std::size_t>(*end - *start));
  std::vector<CtyValue> elements(part.begin(), part.end());
  if (list.kind() == TypeKind::Tuple) return CtyValue::tuple(std::move(elements));
  return CtyValue::list(list.type().element(), std::move(elements));
}

Outcome sort(const Invocation& call) {
  const auto& list = call[0];
  std::vector<CtyValue> elements(list.elements().begin(), list.elements().end());
  if (!list.is_wholly_known()) {
    for (auto& element : elements) element = unknown_result(call, Type::string());
    return CtyValue::list(Type::string(), std::move(elements));
  }
  if (std::ranges::any_of(elements, &CtyValue::is_null))
    return Outcome::wrong_argument(0, "an element of the list is null",
                                   "leave it out with compact()");
  std::ranges::stable_sort(elements, {}, &CtyValue::as_string);
  return CtyValue::list(Type::string(), std::move(elements));
}

}  // namespace

std::vector<Function> collection_functions() {
  const auto string = Type::string();
  const auto strings = Type::list(string);
  const Parameter list{"list", Type::dynamic(), kTakesInnerMarks};
  const Parameter number{"index", Type::number()};
  const auto truths = Type::list(Type::boolean());
  return {
      {"alltrue",
       {{"list", truths}},
       {},
       Type::boolean(),
       [](const Invocation& c) { return all_or_any(c, false); }},
      {"anytrue",
       {{"list", truths}},
       {},
       Type::boolean(),
       [](const Invocation& c) { return all_or_any(c, true); }},
      {"chunklist",
       {{"list", Type::list(Type::dynamic())}, {"size", Type::number()}},
       {},
       Type::dynamic(),
       chunk_list},
      {"compact", {{"list", strings}}, {}, strings, compact},
      {"contains",
       {{"list", Type::dynamic(), kTakesUnknown},
        {"value", Type::dynamic(), kTakesUnknown | kTakesNull}},
       {},
       Type::boolean(),
       contains},
      {"distinct", {{"list", Type::list(Type::dynamic())}}, {}, Type::dynamic(), distinct},
      {"element",
       {{"list", Type::dynamic(), kTakesUnknown | kTakesInnerMarks}, number},
       {},
       Type::dynamic(),
       element},
      {"flatten", {list}, {}, Type::dynamic(), flatten},
      {"index",
       {{"list", Type::dynamic(), kTakesUnknown},
        {"value", Type::dynamic(), kTakesUnknown | kTakesNull}},
       {},
       Type::number(),
       index_of},
      {"length",
       {{"value", Type::dynamic(), kTakesUnknown | kTakesInnerMarks}},
       {},
       Type::number(),
       length},
      {"one",
       {{"list", Type::dynamic(), kTakesUnknown | kTakesInnerMarks}},
       {},
       Type::dynamic(),
       one},
      {"range", {}, Parameter{"params", Type::number()}, Type::list(Type::number()), range},
      {"reverse", {list}, {}, Type::dynamic(), reverse},
      {"slice",
       {list, {"start_index", Type::number()}, {"end_index", Type::number()}},
       {},
       Type::dynamic(),
       slice},
      {"sort", {{"list", strings}}, {}, strings, sort},
  };
}

}  // namespace stopgate::terraform
