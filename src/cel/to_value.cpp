#include <algorithm>
#include <vector>

#include "base/base64.h"
#include "cel/datum.h"
#include "cel/time.h"

namespace stopgate::cel {

namespace {

std::string key_name(const Datum& key) {
  switch (key.kind()) {
    case DatumKind::String:
      return std::string(key.as_string());
    case DatumKind::Bool:
      return key.as_bool() ? "true" : "false";
    case DatumKind::Int:
      return std::to_string(key.as_int());
    case DatumKind::Uint:
      return std::to_string(key.as_uint());
    default:
      return std::string(key.type_name());
  }
}

value::Value list_value(Arena& arena, const Datum& list) {
  std::vector<value::Value> items;
  for (std::size_t i = 0; i < list.size(); ++i) items.push_back(list.item(i).to_value(arena));
  return value::List::make(arena, items);
}

value::Value map_value(Arena& arena, const Datum& map) {
  std::vector<value::Member> members;
  for (std::size_t i = 0; i < map.size(); ++i) {
    const auto entry = map.entry(i);
    const auto key = intern(key_name(entry.key));
    const bool is_new = std::none_of(members.begin(), members.end(),
                                     [&](const auto& other) { return other.key == key; });
    if (is_new) members.push_back({key, entry.value.to_value(arena)});
  }
  return value::Map::make(arena, members);
}

}  // namespace

value::Value Datum::to_value(Arena& arena) const {
  if (const auto bound = tree()) return *bound;
  switch (kind_) {
    case DatumKind::Error:
      return value::Value::string(arena, "(error: " + std::string(as_error().message) + ")");
    case DatumKind::Unknown: {
      const auto attributes = as_unknown();
      if (attributes.empty())
        return value::Value::unknown(arena, {.reason = "not known", .subject = {}});
      return value::Value::unknown(
          arena, {.reason = attributes.front().reason, .subject = attributes.front().path});
    }
    case DatumKind::Null:
      return is_absent() ? value::Value::absent() : value::Value::null();
    case DatumKind::Bool:
      return value::Value::boolean(bool_);
    case DatumKind::Int:
      return value::Value::integer(int_);
    case DatumKind::Uint:
      return value::Value::unsigned_integer(uint_);
    case DatumKind::Double:
      return value::Value::number(double_);
    case DatumKind::String:
    case DatumKind::Type:
      return value::Value::string(arena, as_string());
    case DatumKind::Bytes:
      return value::Value::string(arena, base64_encode(as_string()));
    case DatumKind::List:
      return list_value(arena, *this);
    case DatumKind::Map:
      return map_value(arena, *this);
    case DatumKind::Timestamp:
      return value::Value::string(arena, timestamp_text(as_seconds()));
    case DatumKind::Duration:
      return value::Value::string(arena, duration_text(as_seconds()));
    case DatumKind::Optional:
      return as_optional() == nullptr ? value::Value::null() : as_optional()->to_value(arena);
    case DatumKind::Opaque:
      return value::Value::string(arena, as_opaque().to_text());
  }
  return {};
}

}  // namespace stopgate::cel
