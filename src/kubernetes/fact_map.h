#pragma once

// Builds a lenient map of facts, member by member, with places where there are any.

#include <string_view>
#include <vector>

#include "value/value.h"

namespace stopgate::kubernetes {

class FactMap {
 public:
  explicit FactMap(Arena& arena) : arena_(arena) {}

  FactMap& set(std::string_view key, value::Value value) {
    return set(key, value::Node{value, {}});
  }
  FactMap& set(std::string_view key, const value::Node& node) {
    members_.push_back({.key = intern(key), .value = node.value});
    places_.push_back({.file = node.place.file, .key = node.place.span, .value = node.place.span});
    return *this;
  }
  FactMap& set_text(std::string_view key, std::string_view text) {
    return set(key, value::Value::string(arena_, text));
  }
  FactMap& set_bool(std::string_view key, bool value) {
    return set(key, value::Value::boolean(value));
  }
  FactMap& set_int(std::string_view key, std::int64_t value) {
    return set(key, value::Value::integer(value));
  }
  // Only what is there: unset members of a lenient map are absent.
  FactMap& set_if_written(std::string_view key, const value::Node& node) {
    return node.value.is_null() ? *this : set(key, node);
  }

  [[nodiscard]] value::Value make() const {
    return value::Map::make(arena_, members_, places_, value::Access::Lenient);
  }

 private:
  Arena& arena_;
  std::vector<value::Member> members_;
  std::vector<value::MemberPlace> places_;
};

// A list of nodes that keeps their places.
[[nodiscard]] inline value::Value make_list(Arena& arena, const std::vector<value::Node>& nodes) {
  std::vector<value::Value> items;
  std::vector<source::Place> places;
  for (const auto& [value, place] : nodes) {
    items.push_back(value);
    places.push_back(place);
  }
  return value::List::make(arena, items, places);
}

}  // namespace stopgate::kubernetes
