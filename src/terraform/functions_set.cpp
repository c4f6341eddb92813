// Functions over several sets.

#include <algorithm>
#include <map>
#include <string>

#include "terraform/cty_convert.h"
#include "terraform/cty_set.h"
#include "terraform/evaluator.h"
#include "terraform/functions.h"

namespace stopgate::terraform {

namespace {

struct Sets {
  Type element;
  std::vector<CtyValue> sets;
  std::optional<Outcome> early;  // an error, or an unknown
};

// All sets with members of one type. What a member that is not known will be decides the result.
Sets common_sets(const Invocation& call) {
  Sets result;
  std::vector<Type> types;
  for (const auto& set : call.arguments) types.push_back(set.type().element());
  const auto element = unify(types);
  if (!element) {
    result.early =
        Outcome::wrong("the sets have members of different types", "give sets of one type");
    return result;
  }
  result.element = *element;
  for (const auto& set : call.arguments) {
    if (!set.is_wholly_known()) {
      result.early = unknown_result(call, Type::set(*element));
      return result;
    }
    result.sets.push_back(convert(set, Type::set(*element)).value);
  }
  return result;
}

template <typename Wanted>
Outcome combine(const Invocation& call, Wanted&& wanted) {
  auto common = common_sets(call);
  if (common.early) return *common.early;
  // In how many sets each member is, and whether in the first.
  struct Seen {
    CtyValue value;
    std::size_t count = 0;
    bool in_first = false;
  };
  std::map<std::string, Seen> seen;
  for (std::size_t at = 0; at < common.sets.size(); ++at) {
    for (const auto& member : common.sets[at].elements()) {
      auto& entry = seen[set_text(member)];
      if (entry.count++ == 0) entry.value = member;
      entry.in_first |= at == 0;
    }
  }
  std::vector<CtyValue> members;
  for (auto& [text, entry] : seen) {
    if (wanted(entry.count, entry.in_first, common.sets.size()))
      members.push_back(std::move(entry.value));
  }
  return CtyValue::set(common.element, std::move(members));
}

// A sequence as a list or set of one element type: tuples become lists.
Conversion as_collection(const CtyValue& value) {
  if (value.kind() == TypeKind::Tuple) return convert(value, Type::list(Type::dynamic()));
  return {.value = value, .error = {}, .place = {}};
}

Outcome set_product(const Invocation& call) {
  if (call.size() < 2) return Outcome::wrong("at least two arguments are required");
  std::vector<CtyValue> lists;
  std::vector<Type> types;
  bool all_sets = true;
  std::size_t total = 1;
  std::optional<CtyValue> unknown;
  for (std::size_t at = 0; at < call.size(); ++at) {
    if (!call[at].type().is_sequence())
      return Outcome::wrong_argument(
          at, "a list, set or tuple is required, not " + name_of(call[at].type()));
    auto list = as_collection(call[at]);
    if (!list.error.empty()) return Outcome::wrong_argument(at, list.error);
    all_sets = all_sets && list.value.kind() == TypeKind::Set;
    if (list.value.kind() == TypeKind::Set && !list.value.is_wholly_known()) unknown = list.value;
    types.push_back(list.value.type().element());
    total *= list.value.size();
    if (total > call.evaluator.options().max_elements)
      return Outcome::wrong("the product has more than " +
                                std::to_string(call.evaluator.options().max_elements) + " elements",
                            "give smaller lists");
    lists.push_back(std::move(list.value));
  }
  const auto element = Type::tuple(types);
  const auto type = Type::collection(all_sets ? TypeKind::Set : TypeKind::List, element);
  if (unknown) return unknown_from(*unknown, type);
  std::vector<CtyValue> rows;
  for (std::size_t row = 0; row < total; ++row) {
    std::vector<CtyValue> cells(lists.size());
    auto rest = row;
    for (auto at = lists.size(); at-- > 0;) {
      cells[at] = lists[at].elements()[rest % lists[at].size()];
      rest /= lists[at].size();
    }
    rows.push_back(CtyValue::sequence(element, std::move(cells)));
  }
  return CtyValue::sequence(type, std::move(rows));
}

Outcome set_union(const Invocation& call) {
  return combine(call, [](std::size_t, bool, std::size_t) { return true; });
}

Outcome set_intersection(const Invocation& call) {
  return combine(call, [](std::size_t count, bool, std::size_t sets) { return count == sets; });
}

Outcome set_subtract(const Invocation& call) {
  return combine(
      call, [](std::size_t count, bool in_first, std::size_t) { return count == 1 && in_first; });
}

}  // namespace

std::vector<Function> set_functions() {
  const auto any_set = Type::set(Type::dynamic());
  return {
      {"setintersection",
       {{"first_set", any_set}},
       Parameter{"other_sets", any_set},
       Type::dynamic(),
       set_intersection},
      {"setproduct", {}, Parameter{"sets", Type::dynamic()}, Type::dynamic(), set_product},
      {"setsubtract", {{"a", any_set}, {"b", any_set}}, {}, Type::dynamic(), set_subtract},
      {"setunion",
       {{"first_set", any_set}},
       Parameter{"other_sets", any_set},
       Type::dynamic(),
       set_union},
  };
}

}  // namespace stopgate::terraform
