#include "unit/cel/typed_json.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "cel/encoding.h"
#include "cel/time.h"

namespace stopgate::test {

namespace {

using cel::Datum;
using cel::DatumKind;

double double_from(const Json& value) {
  if (!value.is_string()) return value.get<double>();
  if (value == "NaN") return std::nan("");
  return value == "Infinity" ? HUGE_VAL : -HUGE_VAL;
}

Json json_double(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
  return value;
}

}  // namespace

Datum datum_from(Arena& arena, const Json& typed) {
  const auto only = typed.begin();
  const auto& form = only.key();
  const auto& value = only.value();
  if (form == "int") return Datum::integer(value.get<std::int64_t>());
  if (form == "uint") return Datum::unsigned_integer(value.get<std::uint64_t>());
  if (form == "double") return Datum::number(double_from(value));
  if (form == "string") return Datum::string(arena, value.get<std::string>());
  if (form == "bytes")
    return Datum::bytes(arena.copy(*cel::base64_decode(value.get<std::string>())));
  if (form == "bool") return Datum::boolean(value.get<bool>());
  if (form == "type") return Datum::type(arena.copy(value.get<std::string>()));
  if (form == "timestamp")
    return Datum::timestamp(arena, *cel::parse_timestamp(value.get<std::string>()));
  if (form == "duration")
    return Datum::duration(arena, *cel::parse_duration(value.get<std::string>()));
  if (form == "list") {
    std::vector<Datum> items;
    for (const auto& item : value) items.push_back(datum_from(arena, item));
    return Datum::list(arena, items);
  }
  if (form == "map") {
    std::vector<cel::Entry> entries;
    for (const auto& entry : value)
      entries.push_back({datum_from(arena, entry[0]), datum_from(arena, entry[1])});
    return Datum::map(arena, entries);
  }
  if (form == "optional")
    return value.is_null() ? Datum::optional_none()
                           : Datum::optional_of(arena, datum_from(arena, value));
  return {};
}

Json typed_json(Arena& arena, const Datum& datum) {
  switch (datum.kind()) {
    case DatumKind::Error:
      return {{"error", std::string(datum.as_error().message)}};
    case DatumKind::Unknown: {
      std::vector<std::string> paths;
      for (const auto& attribute : datum.as_unknown()) paths.emplace_back(attribute.path);
      std::sort(paths.begin(), paths.end());
      return {{"unknown", paths}};
    }
    case DatumKind::Null:
      return {{"null", true}};
    case DatumKind::Bool:
      return {{"bool", datum.as_bool()}};
    case DatumKind::Int:
      return {{"int", datum.as_int()}};
    case DatumKind::Uint:
      return {{"uint", datum.as_uint()}};
    case DatumKind::Double:
      return {{"double", json_double(datum.as_double())}};
    case DatumKind::String:
      return {{"string", std::string(datum.as_string())}};
    case DatumKind::Bytes:
      return {{"bytes", cel::base64_encode(datum.as_string())}};
    case DatumKind::Type:
      return {{"type", std::string(datum.as_string())}};
    case DatumKind::Timestamp:
      return {{"timestamp", cel::timestamp_text(datum.as_seconds())}};
    case DatumKind::Duration:
      return {{"duration", cel::duration_text(datum.as_seconds())}};
    case DatumKind::List: {
      auto items = Json::array();
      for (std::size_t i = 0; i < datum.size(); ++i)
        items.push_back(typed_json(arena, datum.item(i)));
      return {{"list", items}};
    }
    case DatumKind::Map: {
      auto entries = Json::array();
      for (std::size_t i = 0; i < datum.size(); ++i) {
        const auto entry = datum.entry(i);
        entries.push_back(
            Json::array({typed_json(arena, entry.key), typed_json(arena, entry.value)}));
      }
      return {{"map", entries}};
    }
    case DatumKind::Optional:
      return {{"optional",
               datum.as_optional() == nullptr ? Json() : typed_json(arena, *datum.as_optional())}};
    case DatumKind::Opaque: {
      const auto& opaque = datum.as_opaque();
      const char* form = opaque.type == "kubernetes.Quantity" ? "decimal" : "string";
      return {{"opaque", {{"type", std::string(opaque.type)}, {form, opaque.to_text()}}}};
    }
  }
  return {};
}

bool is_tree(const Json& typed) {
  const auto only = typed.begin();
  const auto& form = only.key();
  const auto& value = only.value();
  if (form == "list") return std::all_of(value.begin(), value.end(), is_tree);
  if (form == "map")
    return std::all_of(value.begin(), value.end(), [](const auto& entry) {
      return entry[0].contains("string") && is_tree(entry[1]);
    });
  return form == "int" || form == "double" || form == "string" || form == "bool" ||
         form == "null" || form == "unknown";
}

value::Value value_from(Arena& arena, const Json& typed) {
  const auto only = typed.begin();
  const auto& form = only.key();
  const auto& value = only.value();
  if (form == "int") return value::Value::integer(value.get<std::int64_t>());
  if (form == "double") return value::Value::number(double_from(value));
  if (form == "string") return value::Value::string(arena, value.get<std::string>());
  if (form == "bool") return value::Value::boolean(value.get<bool>());
  if (form == "unknown")
    return value::Value::unknown(arena, {.reason = "known only after apply", .subject = {}});
  if (form == "list") {
    std::vector<value::Value> items;
    for (const auto& item : value) items.push_back(value_from(arena, item));
    return value::List::make(arena, items);
  }
  if (form == "map") {
    std::vector<value::Member> members;
    for (const auto& entry : value)
      members.push_back(
          {intern(entry[0]["string"].get<std::string>()), value_from(arena, entry[1])});
    return value::Map::make(arena, members);
  }
  return value::Value::null();
}

bool same(const Json& a, const Json& b) {
  if (a.is_number_float() && b.is_number_float())
    return a == b && std::signbit(a.get<double>()) == std::signbit(b.get<double>());
  if (!a.is_object() || !b.is_object() || a.size() != 1 || b.size() != 1) return a == b;
  const auto only = a.begin();
  const auto other = b.begin();
  if (only.key() != other.key()) return false;
  const auto& form = only.key();
  const auto& x = only.value();
  const auto& y = other.value();
  if (form == "double")
    return double_from(x) == double_from(y)
               ? std::signbit(double_from(x)) == std::signbit(double_from(y))
               : std::isnan(double_from(x)) && std::isnan(double_from(y));
  if (form == "list") return std::equal(x.begin(), x.end(), y.begin(), y.end(), same);
  if (form == "map")
    return std::is_permutation(
        x.begin(), x.end(), y.begin(), y.end(),
        [](const Json& p, const Json& q) { return same(p[0], q[0]) && same(p[1], q[1]); });
  if (form == "optional") return x.is_null() || y.is_null() ? x == y : same(x, y);
  return x == y;
}

}  // namespace stopgate::test
