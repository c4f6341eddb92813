// Functions that put several lists or values together.

#include <algorithm>
#include <string>
#include <unordered_set>

#include "terraform/cty_convert.h"
#include "terraform/cty_set.h"
#include "terraform/evaluator.h"
#include "terraform/functions.h"

namespace stopgate::terraform {

namespace {

Outcome coalesce(const Invocation& call) {
  std::vector<Type> types;
  for (const auto& value : call.arguments) types.push_back(value.type());
  const auto type = unify(types);
  if (!type)
    return Outcome::wrong(call.size() == 0 ? "at least one argument is required"
                                           : "the arguments have no type in common",
                          "give arguments of one type");
  for (std::size_t at = 0; at < call.size(); ++at) {
    const auto value = convert(call[at], *type);
    if (!value.error.empty()) return Outcome::wrong_argument(at, value.error);
    // It may be null, or the empty string, when it is known.
    if (value.value.is_unknown()) return unknown_from(value.value, *type);
    if (value.value.is_null()) continue;
    if (value.value.kind() == TypeKind::String && value.value.as_string().empty()) continue;
    return value.value;
  }
  return Outcome::wrong("all arguments are null or empty strings",
                        "add a default as the last argument");
}

Outcome coalesce_list(const Invocation& call) {
  if (call.size() == 0) return Outcome::wrong("at least one argument is required");
  for (std::size_t at = 0; at < call.size(); ++at) {
    const auto& value = call[at];
    if (value.is_unknown()) return unknown_from(value);
    if (value.kind() != TypeKind::List && value.kind() != TypeKind::Tuple)
      return Outcome::wrong_argument(at, "a list or tuple is required, not " +
                                             (value.is_null() ? "null" : name_of(value.type())));
    if (!value.is_null() && value.size() > 0) return value;
  }
  return Outcome::wrong("all lists are null or empty", "add a default as the last argument");
}

Outcome concat(const Invocation& call) {
  if (call.size() == 0) return Outcome::wrong("at least one argument is required");
  std::vector<Type> types;
  std::optional<CtyValue> unknown;
  for (std::size_t at = 0; at < call.size(); ++at) {
    const auto kind = call[at].kind();
    if (call[at].is_unknown() && (kind == TypeKind::Dynamic || kind == TypeKind::List))
      unknown = call[at];
    if (kind == TypeKind::List) types.push_back(call[at].type().element());
    if (kind != TypeKind::List && kind != TypeKind::Tuple && kind != TypeKind::Dynamic) {
      return Outcome::wrong_argument(at,
                                     "a list or tuple is required, not " + name_of(call[at].type()),
                                     kind == TypeKind::Set ? "use tolist() or setunion()" : "");
    }
  }
  const auto common = types.size() == call.size() ? unify(types) : std::nullopt;
  if (unknown) return unknown_from(*unknown, common ? Type::list(*common) : Type::dynamic());
  std::vector<CtyValue> elements;
  for (const auto& list : call.arguments) {
    if (list.is_unknown()) return unknown_from(list);
    for (const auto& element : list.elements())
      elements.push_back(common ? convert(element, *common).value : element);
    if (elements.size() > call.evaluator.options().max_elements) break;
  }
  return common ? CtyValue::list(*common, std::move(elements))
                : CtyValue::tuple(std::move(elements));
}

Outcome match_keys(const Invocation& call) {
  const auto& values = call[0];
  if (values.size() != call[1].size())
    return Outcome::wrong("there are " + std::to_string(values.size()) + " values, but " +
                              std::to_string(call[1].size()) + " keys",
                          "give as many keys as values");
  const Type types[] = {call[1].type().element(), call[2].type().element()};
  const auto common = unify(types);
  if (!common) return Outcome::wrong("the keys and the keys to search are of different types");
  if (!call[1].is_wholly_known() || !call[2].is_wholly_known())
    return unknown_result(call, values.type());
  std::unordered_set<std::string> wanted;
  for (const auto& key : call[2].elements()) wanted.insert(set_text(convert(key, *common).value));
  std::vector<CtyValue> found;
  for (std::size_t at = 0; at < values.size(); ++at) {
    if (wanted.contains(set_text(convert(call[1].elements()[at], *common).value)))
      found.push_back(values.elements()[at]);
  }
  return CtyValue::list(values.type().element(), std::move(found));
}

}  // namespace

std::vector<Function> combine_functions() {
  const auto anything = kTakesNull | kTakesUnknown | kTakesInnerMarks;
  const auto list = Type::list(Type::dynamic());
  return {
      {"coalesce", {}, Parameter{"vals", Type::dynamic(), anything}, Type::dynamic(), coalesce},
      {"coalescelist",
       {},
       Parameter{"vals", Type::dynamic(), anything},
       Type::dynamic(),
       coalesce_list},
      {"concat",
       {},
       Parameter{"seqs", Type::dynamic(), kTakesUnknown | kTakesInnerMarks},
       Type::dynamic(),
       concat},
      {"matchkeys",
       {{"values", list}, {"keys", list}, {"searchset", list}},
       {},
       Type::dynamic(),
       match_keys},
  };
}

}  // namespace stopgate::terraform
