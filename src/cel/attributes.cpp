// The parts of the machine that read attributes: variables, selections, indexes, has() and their
// optional forms; and what they were called, when someone asks.

#include <algorithm>
#include <array>

#include "cel/machine.h"

namespace stopgate::cel {

namespace {

// Numbers index lists across types; nothing when this one is no whole number.
std::optional<std::int64_t> as_index(const Datum& key) {
  switch (key.kind()) {
    case DatumKind::Int:
      return key.as_int();
    case DatumKind::Uint:
      return key.as_uint() <= INT64_MAX ? std::optional(static_cast<std::int64_t>(key.as_uint()))
                                        : std::optional<std::int64_t>(INT64_MAX);
    case DatumKind::Double: {
      const double number = key.as_double();
      if (!(number >= -0x1p53 && number <= 0x1p53)) return std::nullopt;
      const auto whole = static_cast<std::int64_t>(number);
      return static_cast<double>(whole) == number ? std::optional(whole) : std::nullopt;
    }
    default:
      return std::nullopt;
  }
}

std::string key_text(const Datum& key, Arena& arena) {
  return value::to_text(key.to_value(arena));
}

bool is_identifier(std::string_view text) {
  if (text.empty() || (text[0] >= '0' && text[0] <= '9')) return false;
  for (const char c : text)
    if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'))
      return false;
  return true;
}

// optional.of(5).x is a mistake, optional.none().x is none.
bool may_have_members(const Datum& optional) {
  const auto* value = optional.as_optional();
  if (value == nullptr || value->kind() == DatumKind::Optional) return true;
  return value->kind() == DatumKind::Map || value->kind() == DatumKind::List || value->is_absent();
}

std::string step_text(const Datum& key, Arena& arena) {
  if (key.is_string() && is_identifier(key.as_string())) return "." + std::string(key.as_string());
  return "[" + key_text(key, arena) + "]";
}

}  // namespace

// An attribute that another step goes on from: it need not be known as a whole.
Datum Machine::operand(const Node& node) {
  switch (node.kind) {
    case NodeKind::Variable:
      return variable(node);
    case NodeKind::Local:
      return local(node);
    case NodeKind::Select:
      return select(node);
    case NodeKind::Index:
      return index(node);
    case NodeKind::Has:
      return has(node);
    case NodeKind::OptionalSelect:
    case NodeKind::OptionalIndex:
      return optional_read(node);
    default:
      return evaluate(node);
  }
}

Datum Machine::variable(const Node& node) {
  charge(1);
  if (activation_ == nullptr)
    return error(node, "no value is bound to '" + std::string(node.name) + "'");
  auto& slot = activation_->slots_[node.slot];
  using State = Activation::Slot::State;
  if (slot.state == State::Lazy) {
    slot.state = State::Computing;
    slot.value = slot.compute(*this);
    slot.state = State::Bound;
  } else if (slot.state == State::Unknown) {
    return unknown(node, {}, arena_->copy(slot.unknown_because));
  } else if (slot.state == State::Computing) {
    return error(node, "'" + std::string(node.name) + "' is defined by itself");
  } else if (slot.state == State::Missing) {
    return error(node, "no value is bound to '" + std::string(node.name) + "'");
  }
  if (options_.trace != nullptr) note(node, slot.place);
  if (slot.value.is_unknown()) {
    const auto known = slot.value.as_unknown();
    if (known.empty() || known.front().path.empty())
      return unknown(node, {}, known.empty() ? std::string_view{} : known.front().reason);
  }
  return slot.value;
}

Datum Machine::local(const Node& node) {
  charge(1);
  const auto& bound = locals_[node.slot];
  if (options_.trace != nullptr) note(node, bound.place);
  return bound.value;
}

Datum Machine::read(const Node& node, const value::Value& value, source::Place place) {
  if (options_.trace != nullptr && (place.is_known() || ((!options_.trace->only_placed ||
                                                          !options_.trace->last_read.is_known()) &&
                                                         !is_aside(node)))) {
    last_read_ = &node;
    options_.trace->last_read = place;
  }
  if (value.is_sensitive()) read_sensitive_ = true;
  if (value.is_unknown())
    return unknown(node, value.as_unknown().subject, value.as_unknown().reason);
  return Datum::of(value);
}

Datum Machine::select(const Node& node) {
  const auto from = operand(*node.operand);
  if (from.is_error() || from.is_unknown()) return from;
  charge(is_attribute(*node.operand) ? 1 : 2);
  return select_from(node, from);
}

Datum Machine::select_from(const Node& node, const Datum& from) {
  switch (from.kind()) {
    case DatumKind::Map: {
      if (const auto tree = from.tree()) return member(node, tree->as_map(), node.key);
      Datum found;
      if (from.find(Datum::string(node.key.text()), found)) return found;
      return error(node, "no such key: " + std::string(node.key.text()));
    }
    case DatumKind::Optional:
      if (!may_have_members(from)) break;
      return optional_member(node, from, Datum::string(node.key.text()));
    case DatumKind::Null:
      if (from.is_absent()) return from;
      break;
    default:
      break;
  }
  return error(node, "no such field: '" + std::string(node.key.text()) + "' of " +
                         std::string(written(*node.operand)) + ", which is of type " +
                         std::string(from.type_name()));
}

Datum Machine::member(const Node& node, const value::Map& map, Symbol key) {
  const auto at = map.index_of(key);
  if (at) {
    const auto found = read(node, map.members()[*at].value,
                            options_.trace == nullptr ? source::Place{} : map.place(*at));
    // Terraform takes an argument set to null for one that is not set.
    return map.is_lenient() && found.kind() == DatumKind::Null ? Datum::absent() : found;
  }
  if (map.is_lenient()) return Datum::absent();
  return error(node, "no such key: " + std::string(key.text()) + " in " +
                         std::string(written(*node.operand)));
}

Datum Machine::has(const Node& node) {
  const auto from = operand(*node.operand);
  if (from.is_error() || from.is_unknown()) return from;
  if (from.is_absent()) return Datum::boolean(false);
  if (from.kind() == DatumKind::Optional) {
    const auto found = optional_member(node, from, Datum::string(node.key.text()));
    return found.kind() == DatumKind::Optional ? Datum::boolean(found.as_optional() != nullptr)
                                               : found;
  }
  if (from.kind() != DatumKind::Map)
    return error(node, "no such field: '" + std::string(node.key.text()) + "' of type " +
                           std::string(from.type_name()));
  const auto tree = from.tree();
  if (!tree) {
    Datum found;
    return Datum::boolean(from.find(Datum::string(node.key.text()), found));
  }
  const auto& members = tree->as_map();
  const auto at = members.index_of(node.key);
  if (!at) return Datum::boolean(false);
  const auto& value = members.members()[*at].value;
  if (options_.trace != nullptr) note(node, members.place(*at));
  if (value.is_unknown() && !value.as_unknown().not_null)
    return unknown(node, value.as_unknown().subject, value.as_unknown().reason);
  return Datum::boolean(!(members.is_lenient() && value.is_null()));
}

Datum Machine::index(const Node& node) {
  const auto from = operand(*node.operand);
  const auto before = options_.trace == nullptr ? source::Place{} : options_.trace->last_read;
  const auto* node_before = last_read_;
  const auto key = evaluate(*node.args[0]);
  if (from.is_error() || from.is_unknown()) return from;
  charge(is_attribute(*node.operand) ? 1 : 2);
  if (key.is_error() || key.is_unknown()) return key;
  if (options_.trace != nullptr) {  // the key was read on the way
    options_.trace->last_read = before;
    last_read_ = node_before;
  }
  return index_of(node, from, key);
}

Datum Machine::index_of(const Node& node, const Datum& from, const Datum& key) {
  switch (from.kind()) {
    case DatumKind::List:
      return list_item(node, from, key);
    case DatumKind::Map: {
      const auto tree = from.tree();
      if (tree && key.is_string()) return member(node, tree->as_map(), intern(key.as_string()));
      Datum found;
      if (from.find(key, found)) return found;
      if (tree && tree->as_map().is_lenient()) return Datum::absent();
      return error(node, "no such key: " + key_text(key, *arena_));
    }
    case DatumKind::Optional:
      if (!may_have_members(from)) break;
      return optional_member(node, from, key);
    case DatumKind::Null:
      if (from.is_absent()) return from;
      break;
    default:
      break;
  }
  const std::array args = {from, key};
  return no_overload(node, "_[_]", args);
}

Datum Machine::list_item(const Node& node, const Datum& list, const Datum& key) {
  const auto index = as_index(key);
  const auto tree = list.tree();
  if (!index)
    return error(node, "no such overload: a list has no element " + key_text(key, *arena_));
  if (*index < 0 || static_cast<std::uint64_t>(*index) >= list.size()) {
    if (tree && tree->as_list().is_lenient()) return Datum::absent();
    return error(node, "index out of bounds: " + std::to_string(*index) + ", " +
                           std::string(written(*node.operand)) + " has " +
                           std::to_string(list.size()) + " elements");
  }
  const auto at = static_cast<std::size_t>(*index);
  if (!tree) {
    if (options_.trace == nullptr) return list.item(at);
    if (const auto place = made_place(list, at); place.is_known())
      options_.trace->last_read = place;
    return list.item(at);
  }
  return read(node, tree->as_list()[at],
              options_.trace == nullptr ? source::Place{} : tree->as_list().place(at));
}

Datum Machine::optional_read(const Node& node) {
  const auto from = operand(*node.operand);
  auto key = Datum::string(node.key.text());
  if (node.kind == NodeKind::OptionalIndex) key = evaluate(*node.args[0]);
  if (from.is_error() || from.is_unknown()) return from;
  if (key.is_error() || key.is_unknown()) return key;
  const auto found = optional_member(node, from, key);
  const bool is_present = found.kind() != DatumKind::Optional || found.as_optional() != nullptr;
  charge((is_attribute(*node.operand) ? 0 : 1) + (is_present ? 1 : 0));
  return found;
}

// The member wrapped in an optional; none when it is not there. An optional is looked through.
Datum Machine::optional_member(const Node& node, const Datum& from, const Datum& key) {
  if (from.kind() == DatumKind::Optional)
    return from.as_optional() == nullptr ? from : optional_member(node, *from.as_optional(), key);
  Datum found;
  bool is_lenient = false;
  if (from.kind() == DatumKind::Map) {
    const auto tree = from.tree();
    is_lenient = tree && tree->as_map().is_lenient();
    if (tree && key.is_string()) {
      const auto symbol = intern(key.as_string());
      if (tree->as_map().index_of(symbol))
        found = member(node, tree->as_map(), symbol);
      else
        return Datum::optional_none();
    } else if (!from.find(key, found)) {
      return Datum::optional_none();
    }
  } else if (from.kind() == DatumKind::List) {
    const auto index = as_index(key);
    if (!index || *index < 0 || static_cast<std::uint64_t>(*index) >= from.size())
      return Datum::optional_none();
    found = list_item(node, from, key);
  } else {
    return Datum::optional_none();
  }
  if (found.is_error() || found.is_unknown()) return found;
  if (is_lenient && found.kind() == DatumKind::Null) return Datum::optional_none();
  return Datum::optional_of(*arena_, found);
}

std::string_view Machine::written(const Node& node) const {
  return std::string_view(program_.text).substr(node.span.begin, node.span.size());
}

void Machine::note(const Node& node, source::Place place) {
  const auto& trace = *options_.trace;
  const bool was_placed = trace.only_placed && trace.last_read.is_known();
  if (!place.is_known() && (last_read_ != nullptr || was_placed || is_aside(node))) return;
  last_read_ = &node;
  options_.trace->last_read = place;
}

// What is bound aside is no part of what the expression is about.
bool Machine::is_aside(const Node& node) const {
  const Node* at = &node;
  while (at != nullptr) {
    switch (at->kind) {
      case NodeKind::Variable:
        return activation_ != nullptr && activation_->slots_[at->slot].is_aside;
      case NodeKind::Local:
        at = locals_[at->slot].origin;
        break;
      case NodeKind::Select:
      case NodeKind::Has:
      case NodeKind::OptionalSelect:
      case NodeKind::Index:
      case NodeKind::OptionalIndex:
        at = at->operand;
        break;
      default:
        return false;
    }
  }
  return false;
}

Datum Machine::placed_list(std::span<const Datum> items, std::span<const source::Place> places) {
  const auto made = Datum::list(*arena_, items);
  const bool is_any_known =
      std::any_of(places.begin(), places.end(), [](const auto& place) { return place.is_known(); });
  if (is_any_known && places_ != nullptr)
    places_->insert_or_assign(made.identity(), arena_->copy_array(places));
  return made;
}

source::Place Machine::made_place(const Datum& list, std::size_t index) const {
  if (places_ == nullptr) return {};
  const auto found = places_->find(list.identity());
  return found == places_->end() ? source::Place{} : found->second[index];
}

// "items[1].name": made when someone asks, so that evaluation need not carry it along.
std::string Machine::path_of(const Node& node) {
  switch (node.kind) {
    case NodeKind::Variable:
      return std::string(node.name);
    case NodeKind::Local: {
      const auto& bound = locals_[node.slot];
      const auto base = bound.origin == nullptr ? std::string() : path_of(*bound.origin);
      if (base.empty()) return std::string(node.name);
      return bound.is_element ? base + step_text(bound.step, *arena_) : base;
    }
    case NodeKind::Select:
    case NodeKind::Has:
    case NodeKind::OptionalSelect: {
      const auto base = path_of(*node.operand);
      return base.empty() ? base : base + step_text(Datum::string(node.key.text()), *arena_);
    }
    case NodeKind::Index:
    case NodeKind::OptionalIndex: {
      const auto base = path_of(*node.operand);
      if (base.empty()) return base;
      const auto before = options_.trace == nullptr ? source::Place{} : options_.trace->last_read;
      const auto* node_before = last_read_;
      const auto key = evaluate(*node.args[0]);  // once more, which is not a reading
      if (options_.trace != nullptr) options_.trace->last_read = before;
      last_read_ = node_before;
      return key.is_error() || key.is_unknown() ? base : base + step_text(key, *arena_);
    }
    default:
      return {};
  }
}

}  // namespace stopgate::cel
