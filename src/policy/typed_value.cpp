#include "policy/typed_value.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <vector>

#include "base/text.h"
#include "base/base64.h"
#include "cel/encoding.h"
#include "cel/time.h"
#include "json/writer.h"

namespace stopgate::policy {

namespace {

using cel::Datum;
using cel::DatumKind;
using value::Value;

// {"form": value}: a map of one member.
const value::Member* only_member(const Value& typed) {
  return typed.is_map() && typed.as_map().size() == 1 ? typed.as_map().members().data() : nullptr;
}

bool is_pair(const Value& entry) {
  return entry.is_list() && entry.as_list().size() == 2;
}

std::optional<double> number_of(const Value& value) {
  if (value.is_number()) return value.as_double();
  const auto text = value.string_if().value_or("");
  if (text == "NaN") return std::nan("");
  if (text == "Infinity") return std::numeric_limits<double>::infinity();
  if (text == "-Infinity") return -std::numeric_limits<double>::infinity();
  return std::nullopt;
}

// Null, bool, int, double, string, and lists and maps (of string keys) of such.
std::optional<Value> tree_from(Arena& arena, const Value& typed) {
  const auto* only = only_member(typed);
  if (only == nullptr) return std::nullopt;
  const auto form = only->key.text();
  const auto& value = only->value;
  if (form == "null") return Value::null();
  if (form == "bool" && value.is_bool()) return value;
  if (form == "int" && value.is_int()) return value;
  if (form == "double") {
    const auto number = number_of(value);
    return number ? std::optional(Value::number(*number)) : std::nullopt;
  }
  if (form == "string" && value.is_string()) return Value::string(arena, value.as_string());
  if (form == "list" && value.is_list()) {
    std::vector<Value> items;
    for (const auto& item : value.items()) {
      const auto tree = tree_from(arena, item);
      if (!tree) return std::nullopt;
      items.push_back(*tree);
    }
    return value::List::make(arena, items);
  }
  if (form != "map" || !value.is_list()) return std::nullopt;
  std::vector<value::Member> members;
  for (const auto& entry : value.items()) {
    if (!is_pair(entry)) return std::nullopt;
    const auto key = entry.as_list()[0].get("string").string_if();
    const auto tree = tree_from(arena, entry.as_list()[1]);
    if (!key || !tree) return std::nullopt;
    const auto symbol = intern(*key);
    if (std::ranges::any_of(members, [&](const auto& other) { return other.key == symbol; }))
      return std::nullopt;
    members.push_back({symbol, *tree});
  }
  return value::Map::make(arena, members);
}

Error unreadable(const Value& typed) {
  return Error{"cannot read the typed value " + printable(value::to_text(typed), 100)};
}

Result<Datum> scalar(Arena& arena, const Value& typed, const value::Member& only) {
  const auto form = only.key.text();
  const auto& value = only.value;
  const auto text = value.string_if();
  if (form == "uint" && value.is_number() &&
      (value.kind() == value::Kind::Uint || value.int_if().value_or(-1) >= 0))
    return Datum::unsigned_integer(value.as_uint());
  if (form == "type" && text) return Datum::type(arena.copy(*text));
  if (form == "bytes" && text)
    if (const auto octets = cel::base64_decode(*text)) return Datum::bytes(arena.copy(*octets));
  if (form == "timestamp" && text)
    if (const auto time = cel::parse_timestamp(*text)) return Datum::timestamp(arena, *time);
  if (form == "duration" && text)
    if (const auto time = cel::parse_duration(*text)) return Datum::duration(arena, *time);
  return tl::unexpected<Error>(unreadable(typed));
}

std::string double_text(double number) {
  if (std::isnan(number)) return "\"NaN\"";
  if (std::isinf(number)) return number > 0 ? "\"Infinity\"" : "\"-Infinity\"";
  return json::write(Value::number(number));
}

std::string quoted_json(std::string_view text) {
  return json::write(Value::string(text));
}

std::string list_text(const Datum& list) {
  std::string out = "[";
  for (std::size_t i = 0; i < list.size(); ++i)
    out += (i == 0 ? "" : ",") + write_typed(list.item(i));
  return out + "]";
}

std::string map_text(const Datum& map) {
  std::string out = "[";
  for (std::size_t i = 0; i < map.size(); ++i) {
    const auto entry = map.entry(i);
    out += (i == 0 ? "[" : ",[") + write_typed(entry.key) + "," + write_typed(entry.value) + "]";
  }
  return out + "]";
}

std::string opaque_text(const cel::Opaque& opaque) {
  const auto* member = opaque.type == "kubernetes.Quantity" ? "decimal" : "string";
  return "{\"type\":" + quoted_json(opaque.type) + ",\"" + member +
         "\":" + quoted_json(opaque.to_text()) + "}";
}

}  // namespace

Result<Datum> read_typed(Arena& arena, const Value& typed) {
  if (const auto tree = tree_from(arena, typed)) return Datum::of(arena, *tree);
  const auto* only = only_member(typed);
  if (only == nullptr) return tl::unexpected<Error>(unreadable(typed));
  const auto form = only->key.text();
  const auto& value = only->value;
  if (form == "list" && value.is_list()) {
    std::vector<Datum> items;
    for (const auto& item : value.items()) {
      STOPGATE_TRY(const auto datum, read_typed(arena, item));
      items.push_back(datum);
    }
    return Datum::list(arena, items);
  }
  if (form == "map" && value.is_list()) {
    std::vector<cel::Entry> entries;
    for (const auto& entry : value.items()) {
      if (!is_pair(entry)) return tl::unexpected<Error>(unreadable(typed));
      STOPGATE_TRY(const auto key, read_typed(arena, entry.as_list()[0]));
      STOPGATE_TRY(const auto datum, read_typed(arena, entry.as_list()[1]));
      entries.push_back({key, datum});
    }
    return Datum::map(arena, entries);
  }
  if (form == "optional") {
    if (value.is_null()) return Datum::optional_none();
    STOPGATE_TRY(const auto inner, read_typed(arena, value));
    return Datum::optional_of(arena, inner);
  }
  return scalar(arena, typed, *only);
}

std::string write_typed(const Datum& datum) {
  switch (datum.kind()) {
    case DatumKind::Null:
      return R"({"null":true})";
    case DatumKind::Bool:
      return datum.as_bool() ? R"({"bool":true})" : R"({"bool":false})";
    case DatumKind::Int:
      return "{\"int\":" + std::to_string(datum.as_int()) + "}";
    case DatumKind::Uint:
      return "{\"uint\":" + std::to_string(datum.as_uint()) + "}";
    case DatumKind::Double:
      return "{\"double\":" + double_text(datum.as_double()) + "}";
    case DatumKind::String:
      return "{\"string\":" + quoted_json(datum.as_string()) + "}";
    case DatumKind::Bytes:
      return "{\"bytes\":" + quoted_json(base64_encode(datum.as_string())) + "}";
    case DatumKind::Type:
      return "{\"type\":" + quoted_json(datum.as_string()) + "}";
    case DatumKind::Timestamp:
      return "{\"timestamp\":" + quoted_json(cel::timestamp_text(datum.as_seconds())) + "}";
    case DatumKind::Duration:
      return "{\"duration\":" + quoted_json(cel::duration_text(datum.as_seconds())) + "}";
    case DatumKind::List:
      return "{\"list\":" + list_text(datum) + "}";
    case DatumKind::Map:
      return "{\"map\":" + map_text(datum) + "}";
    case DatumKind::Optional:
      return "{\"optional\":" +
             (datum.as_optional() == nullptr ? "null" : write_typed(*datum.as_optional())) + "}";
    case DatumKind::Opaque:
      return "{\"opaque\":" + opaque_text(datum.as_opaque()) + "}";
    case DatumKind::Error:
    case DatumKind::Unknown:
      break;
  }
  return R"({"null":true})";
}

}  // namespace stopgate::policy
