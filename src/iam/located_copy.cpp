#include "iam/located_copy.h"

#include <vector>

namespace stopgate::iam {

using value::Kind;
using value::Value;

Value located_map(Arena& arena, std::span<const value::Member> members, source::Place place) {
  const std::vector<value::MemberPlace> places(members.size(),
                                               {place.file, place.span, place.span});
  return value::Map::make(arena, members, places, value::Access::Lenient);
}

Value located_copy(Arena& arena, const Value& value, source::Place place, std::size_t depth) {
  if (depth == 0) return Value::unknown(arena, {.reason = "nested too deeply", .subject = {}});
  switch (value.kind()) {
    case Kind::Null:
    case Kind::Bool:
    case Kind::Int:
    case Kind::Uint:
      return value;
    case Kind::Double:
      return value.lexeme().empty() ? value
                                    : Value::number(arena, value.as_double(), value.lexeme());
    case Kind::String: {
      const auto copy = Value::string(arena, value.as_string());
      return value.is_sensitive() ? copy.as_sensitive() : copy;
    }
    case Kind::Unknown:
      return Value::unknown(arena, value.as_unknown());
    case Kind::List: {
      std::vector<Value> items;
      items.reserve(value.items().size());
      for (const auto& item : value.items())
        items.push_back(located_copy(arena, item, place, depth - 1));
      const std::vector<source::Place> places(items.size(), place);
      return value::List::make(arena, items, places, value::Access::Lenient);
    }
    case Kind::Map: {
      std::vector<value::Member> members;
      members.reserve(value.members().size());
      for (const auto& member : value.members()) {
        members.push_back({member.key, located_copy(arena, member.value, place, depth - 1)});
      }
      return located_map(arena, members, place);
    }
  }
  return {};
}

}  // namespace stopgate::iam
