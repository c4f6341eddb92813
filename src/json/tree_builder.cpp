#include "json/tree_builder.h"

#include <unordered_map>

namespace stopgate::json {

namespace {

// Up to here duplicate keys are found by looking at every pair.
constexpr std::size_t kPairwiseUpTo = 24;

}  // namespace

void TreeBuilder::open(bool is_map, Symbol key, const value::MemberPlace& place) {
  frames_.push_back({is_map, key, place, members_.size()});
}

void TreeBuilder::add(Symbol key, value::Value value, const value::MemberPlace& place) {
  members_.push_back({key, value});
  if (with_places_) places_.push_back(place);
}

std::span<const Replacement> TreeBuilder::close(std::uint32_t end) {
  const auto frame = frames_.back();
  frames_.pop_back();
  replaced_.clear();
  if (frame.is_map) drop_duplicates(frame.first_child);
  const auto children = std::span(members_).subspan(frame.first_child);
  const auto places = with_places_ ? std::span(places_).subspan(frame.first_child)
                                   : std::span<value::MemberPlace>{};
  value::Value value;
  if (frame.is_map) {
    value = value::Map::make(arena_, children, places, access_);
  } else {
    items_.clear();
    item_places_.clear();
    for (const auto& child : children) items_.push_back(child.value);
    for (const auto& place : places) item_places_.push_back({place.file, place.value});
    value = value::List::make(arena_, items_, item_places_, access_);
  }
  members_.resize(frame.first_child);
  if (with_places_) places_.resize(frame.first_child);
  auto place = frame.place;
  place.value.end = end;
  add(frame.key, value, place);
  return replaced_;
}

source::Place TreeBuilder::root_place() const {
  if (places_.empty()) return {};
  return {places_.front().file, places_.front().value};
}

void TreeBuilder::drop_duplicates(std::size_t first) {
  auto kept = first;
  std::unordered_map<Symbol, std::size_t> index;
  const bool is_large = members_.size() - first > kPairwiseUpTo;
  for (auto at = first; at < members_.size(); ++at) {
    auto same = kept;
    if (is_large) {
      same = index.try_emplace(members_[at].key, kept).first->second;
    } else {
      for (auto other = first; other < kept; ++other)
        if (members_[other].key == members_[at].key) same = other;
    }
    replace(same, at);
    if (same == kept) ++kept;
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
