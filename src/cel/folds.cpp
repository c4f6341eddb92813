// The parts of the machine that walk a list or map: macros. A range that was bound is walked where
// it stands, without a copy.

#include <algorithm>
#include <numeric>

#include "cel/cost.h"
#include "cel/machine.h"
#include "cel/made_map.h"

namespace stopgate::cel {

namespace {

// Kubernetes expands macros to a loop with an accumulator and charges for its bookkeeping.
constexpr std::uint64_t kAllStep = 3;
constexpr std::uint64_t kExistsStep = 4;
constexpr std::uint64_t kListElement = 12;
constexpr std::uint64_t kMapEntry = 3;
constexpr std::uint64_t kConstantElement = 2;

}  // namespace

Datum Machine::fold(const Node& node) {
  if (node.fold == FoldKind::Bind) return bind(node, evaluate(*node.operand));
  const auto range = whole(*node.operand);
  if (range.is_error() || range.is_unknown()) return range;
  if (node.fold == FoldKind::OptMap || node.fold == FoldKind::OptFlatMap)
    return optional_map(node, range);
  if (options_.partly_unknown == PartlyUnknown::Whole && holds_unknown(range))
    return partly_unknown(*node.operand, range);
  if (range.kind() != DatumKind::List && range.kind() != DatumKind::Map && !range.is_absent())
    return error(*node.operand,
                 "no such overload: a macro goes over a list or map, and this is of type " +
                     std::string(range.type_name()));
  charge(1);
  const auto* range_read = last_read_;
  const auto range_place = options_.trace == nullptr ? source::Place{} : options_.trace->last_read;
  const auto cost_before = cost_;
  Datum result;
  switch (node.fold) {
    case FoldKind::All:
    case FoldKind::Exists:
      result = quantify(node, range);
      break;
    case FoldKind::ExistsOne:
      result = exists_one(node, range);
      break;
    case FoldKind::Filter:
      result = filter(node, range);
      break;
    case FoldKind::MapList:
      result = map_list(node, range);
      break;
    case FoldKind::TransformMap:
    case FoldKind::TransformMapEntry:
      result = transform_map(node, range);
      break;
    case FoldKind::SortBy:
      result = sort_by(node, range);
      break;
    case FoldKind::Bind:
    case FoldKind::OptMap:
    case FoldKind::OptFlatMap:
      break;  // above
  }
  // Only all() and exists() stop at the element that decides; else the whole range has decided.
  const bool stopped = (node.fold == FoldKind::All && result.is_false()) ||
                       (node.fold == FoldKind::Exists && result.is_true());
  if (options_.trace != nullptr && !stopped && !result.is_error() && cost_ != cost_before) {
    last_read_ = range_read;
    options_.trace->last_read = range_place;
  }
  return result;
}

Datum Machine::bind(const Node& node, const Datum& value) {
  charge(1);
  auto& bound = locals_[node.slot];
  bound = {.value = value, .origin = node.operand, .step = {}, .is_element = false, .place = {}};
  if (options_.trace != nullptr) bound.place = options_.trace->last_read;
  return evaluate(*node.args[0]);
}

Datum Machine::optional_map(const Node& node, const Datum& from) {
  if (from.kind() != DatumKind::Optional)
    return no_overload(node, node.fold == FoldKind::OptMap ? "optMap" : "optFlatMap", {&from, 1});
  charge(node.fold == FoldKind::OptMap ? 3 : 2);
  if (from.as_optional() == nullptr) return from;
  const auto result = bind(node, *from.as_optional());
  if (result.is_error() || result.is_unknown()) return result;
  if (node.fold == FoldKind::OptMap) return Datum::optional_of(*arena_, result);
  return result.kind() == DatumKind::Optional ? result
                                              : no_overload(node, "optFlatMap", {&result, 1});
}

// One variable: the elements of a list, the keys of a map. Two: index and element, key and value.
void Machine::bind_element(const Node& node, const Datum& range, std::size_t index) {
  auto& first = locals_[node.slot];
  const bool is_list = range.kind() == DatumKind::List;
  const auto tree = range.tree();
  Datum key = Datum::integer(static_cast<std::int64_t>(index));
  Datum value;
  if (is_list) {
    value = range.item(index);
  } else {
    const auto entry = range.entry(index);
    key = entry.key;
    value = entry.value;
  }
  auto& element = node.variables == 2 ? locals_[node.slot + 1] : first;
  if (node.variables == 2) first = {.value = key};
  if (!is_list && node.variables == 1) {
    first = {.value = key};
    if (tree && options_.trace != nullptr) first.place = tree->as_map().key_place(index);
    return;
  }
  element = {.value = value, .origin = node.operand, .step = key, .is_element = true, .place = {}};
  if (options_.trace != nullptr) {
    if (tree)
      element.place = is_list ? tree->as_list().place(index) : tree->as_map().place(index);
    else if (is_list)
      element.place = made_place(range, index);
  }
  if (!tree || (!value.is_unknown() &&
                !(is_list ? tree->items()[index] : tree->members()[index].value).is_sensitive()))
    return;
  const auto& seen = is_list ? tree->items()[index] : tree->members()[index].value;
  if (seen.is_sensitive()) read_sensitive_ = true;
  if (!seen.is_unknown()) return;
  auto path = path_of(*node.operand);
  path = is_list ? path + "[" + std::to_string(index) + "]"
                 : path + "." + std::string(key.as_string());
  const UnknownAttribute attribute{arena_->copy(path), seen.as_unknown().reason};
  element.value = Datum::unknown(*arena_, {&attribute, 1});
}

Datum Machine::passes(const Node& node) {
  const auto value = evaluate(*node.args[0]);
  if (value.is_bool() || value.is_error() || value.is_unknown()) return value;
  return no_overload(*node.args[0], "_?_:_", {&value, 1});
}

// all() and exists(): an element that decides wins over errors and unknowns elsewhere.
Datum Machine::quantify(const Node& node, const Datum& range) {
  const bool decides = node.fold == FoldKind::Exists;
  Datum undecided = Datum::boolean(!decides);
  const auto count = range.is_absent() ? 0 : range.size();
  for (std::size_t i = 0; i < count && !exhausted_; ++i) {
    bind_element(node, range, i);
    charge(decides ? kExistsStep : kAllStep);
    const auto value = passes(node);
    if (value.is_bool() && value.as_bool() == decides) {
      if (i + 1 < count)
        charge(decides ? kExistsStep - 1 : kAllStep - 1);  // the loop's condition, once more
      return value;
    }
    if (value.is_unknown())
      undecided = merge(undecided, value);
    else if (value.is_error() && !undecided.is_unknown() && !undecided.is_error())
      undecided = value;
  }
  return undecided;
}

Datum Machine::exists_one(const Node& node, const Datum& range) {
  std::size_t found = 0;
  const auto count = range.is_absent() ? 0 : range.size();
  for (std::size_t i = 0; i < count && !exhausted_; ++i) {
    bind_element(node, range, i);
    const auto value = passes(node);
    if (!value.is_bool()) return value;
    if (!value.as_bool()) continue;
    charge(2);
    ++found;
  }
  charge(1);
  return Datum::boolean(found == 1);
}

Datum Machine::filter(const Node& node, const Datum& range) {
  std::vector<Datum> kept;
  std::vector<source::Place> places;
  const auto count = range.is_absent() ? 0 : range.size();
  for (std::size_t i = 0; i < count && !exhausted_; ++i) {
    bind_element(node, range, i);
    const auto value = passes(node);
    if (!value.is_bool()) return value;
    if (!value.as_bool()) continue;
    charge(kListElement + 1);
    const auto& element = locals_[node.slot];
    if (element.value.is_unknown()) return element.value;
    kept.push_back(element.value);
    if (options_.trace != nullptr) places.push_back(element.place);
  }
  return placed_list(kept, places);
}

Datum Machine::map_list(const Node& node, const Datum& range) {
  std::vector<Datum> made;
  std::vector<source::Place> places;
  const bool reads = options_.trace != nullptr && is_attribute(*node.args.back());
  const auto count = range.is_absent() ? 0 : range.size();
  for (std::size_t i = 0; i < count && !exhausted_; ++i) {
    bind_element(node, range, i);
    if (node.has_filter) {
      const auto pass = passes(node);
      if (!pass.is_bool()) return pass;
      if (!pass.as_bool()) continue;
    }
    charge(node.args.back()->kind == NodeKind::Constant ? kConstantElement : kListElement);
    const auto value = evaluate(*node.args.back());
    if (value.is_error() || value.is_unknown()) return value;
    made.push_back(value);
    if (reads) places.push_back(options_.trace->last_read);
  }
  return placed_list(made, places);
}

Datum Machine::transform_map(const Node& node, const Datum& range) {
  std::vector<Entry> made;
  const auto count = range.is_absent() ? 0 : range.size();
  for (std::size_t i = 0; i < count && !exhausted_; ++i) {
    bind_element(node, range, i);
    if (node.has_filter) {
      const auto pass = passes(node);
      if (!pass.is_bool()) return pass;
      if (!pass.as_bool()) continue;
    }
    charge(kMapEntry);
    const auto value = evaluate(*node.args.back());
    if (value.is_error() || value.is_unknown()) return value;
    if (node.fold == FoldKind::TransformMap) {
      made.push_back({locals_[node.slot].value, value});
      continue;
    }
    if (value.kind() != DatumKind::Map)
      return no_overload(*node.args.back(), "transformMapEntry", {&value, 1});
    for (std::size_t entry = 0; entry < value.size(); ++entry) made.push_back(value.entry(entry));
  }
  const auto map = make_map(*arena_, made);
  if (const auto* repeated = find_repeated_key(map))
    return error(node, "insert failed: key " + value::to_text(repeated->to_value(*arena_)) +
                           " already exists");
  return Datum::map(*arena_, map);
}

Datum Machine::sort_by(const Node& node, const Datum& range) {
  if (range.kind() == DatumKind::Map) return no_overload(node, "sortBy", {&range, 1});
  std::vector<Datum> keys;
  const auto count = range.is_absent() ? 0 : range.size();
  for (std::size_t i = 0; i < count && !exhausted_; ++i) {
    bind_element(node, range, i);
    charge(kListElement);
    keys.push_back(evaluate(*node.args[0]));
    if (keys.back().is_error() || keys.back().is_unknown()) return keys.back();
    if (!Datum::compare(keys.front(), keys.back()) || keys.front().kind() != keys.back().kind())
      return error(*node.args[0], "keys of sortBy must be of one comparable type, not " +
                                      std::string(keys.back().type_name()));
  }
  charge(13 + 2 * count * count);
  std::vector<std::size_t> order(keys.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return *Datum::compare(keys[a], keys[b]) < 0;
  });
  std::vector<Datum> sorted;
  sorted.reserve(order.size());
  for (const auto index : order) {
    sorted.push_back(range.item(index));
    if (sorted.back().is_unknown()) return unknown(*node.operand, {}, "part of it is not known");
  }
  return Datum::list(*arena_, sorted);
}

}  // namespace stopgate::cel
