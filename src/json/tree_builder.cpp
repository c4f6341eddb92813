#include "json/tree_builder.h"

#include <algorithm>
#include <unordered_map>

namespace stopgate::json {

namespace {

// Of containers only the very same are identical: equal ones were made one by closing.
bool is_identical(const value::Value& a, const value::Value& b) {
  using value::Kind;
  if (a.kind() != b.kind() || a.is_sensitive() || b.is_sensitive()) return false;
  switch (a.kind()) {
    case Kind::Null:
      return a.is_absent() == b.is_absent();
    case Kind::Bool:
      return a.as_bool() == b.as_bool();
    case Kind::Int:
      return a.as_int() == b.as_int();
    case Kind::Uint:
      return a.as_uint() == b.as_uint();
    case Kind::Double:
      return a.lexeme() == b.lexeme() && a.as_double() == b.as_double();
    case Kind::String:
      return a.as_string() == b.as_string();
    case Kind::List:
      return &a.as_list() == &b.as_list();
    case Kind::Map:
      return &a.as_map() == &b.as_map();
    case Kind::Unknown:
      return false;
  }
  return false;
}

}  // namespace

void TreeBuilder::restart(Arena& arena, value::Access access) {
  arena_ = &arena;
  access_ = access;
  twin_ = {};
  frames_.clear();
  members_.clear();
  places_.clear();
}

void TreeBuilder::open(bool is_map, Symbol key, const value::MemberPlace& place) {
  const auto twin = next_twin(key);
  frames_.push_back(
      {is_map, key, place, members_.size(), twin, is_map ? twin.is_map() : twin.is_list()});
}

void TreeBuilder::add(Symbol key, value::Value value, const value::MemberPlace& place) {
  if (!frames_.empty() && frames_.back().is_same)
    frames_.back().is_same = is_identical(value, next_twin(key));
  members_.push_back({key, value});
  if (with_places_) places_.push_back(place);
}

std::span<const Replacement> TreeBuilder::close(std::uint32_t end) {
  const auto frame = frames_.back();
  frames_.pop_back();
  replaced_.clear();
  if (frame.is_map) drop_duplicates(frame.first_child);
  const auto count = members_.size() - frame.first_child;
  const auto twin_count = frame.is_map ? frame.twin.members().size() : frame.twin.items().size();
  const auto value = frame.is_same && count == twin_count ? frame.twin : make_container(frame);
  members_.resize(frame.first_child);
  if (with_places_) places_.resize(frame.first_child);
  auto place = frame.place;
  place.value.end = end;
  add(frame.key, value, place);
  return replaced_;
}

value::Value TreeBuilder::make_container(const Frame& frame) {
  const auto children = std::span(members_).subspan(frame.first_child);
  const auto places = with_places_ ? std::span(places_).subspan(frame.first_child)
                                   : std::span<value::MemberPlace>{};
  if (frame.is_map) return value::Map::make(*arena_, children, places, access_);
  items_.clear();
  item_places_.clear();
  for (const auto& child : children) items_.push_back(child.value);
  for (const auto& place : places) item_places_.push_back({place.file, place.value});
  return value::List::make(*arena_, items_, item_places_, access_);
}

// By position: what was written by one program keeps its order.
value::Value TreeBuilder::next_twin(Symbol key) const {
  if (frames_.empty()) return twin_;
  const auto& frame = frames_.back();
  const auto index = members_.size() - frame.first_child;
  if (!frame.is_map)
    return index < frame.twin.items().size() ? frame.twin.items()[index] : value::Value{};
  const auto members = frame.twin.members();
  if (index < members.size() && members[index].key == key) return members[index].value;
  return frame.twin.get(key);
}

source::Place TreeBuilder::root_place() const {
  if (places_.empty()) return {};
  return {places_.front().file, places_.front().value};
}

void TreeBuilder::drop_duplicates(std::size_t first) {
  // Programs write maps in the order of their keys: then one look at each is enough.
  const auto is_ascending = [](const value::Member& a, const value::Member& b) {
    return a.key < b.key;
  };
  const auto children = std::span(members_).subspan(first);
  const auto unordered =
      std::adjacent_find(children.begin(), children.end(),
                         [&](const auto& a, const auto& b) { return !is_ascending(a, b); });
  if (unordered == children.end()) return;
  auto kept = first;
  std::unordered_map<Symbol, std::size_t> index;
  for (auto at = first; at < members_.size(); ++at) {
    const auto [same, is_new] = index.try_emplace(members_[at].key, kept);
    replace(same->second, at);
    if (is_new) ++kept;
  }
  members_.resize(kept);
  if (with_places_) places_.resize(kept);
}

void TreeBuilder::replace(std::size_t earlier, std::size_t later) {
  if (earlier == later) return;
  const bool is_same_key = members_[earlier].key == members_[later].key;
  // A slot that is only being moved into was vacated by a duplicate before.
  if (is_same_key)
    replaced_.push_back({members_[later].key, with_places_ ? places_[later].key : source::Span{}});
  members_[earlier] = members_[later];
  if (with_places_) places_[earlier] = places_[later];
}

}  // namespace stopgate::json
