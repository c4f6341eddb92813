#include "policy/crd_schema.h"

#include <algorithm>
#include <array>

#include "cel/time.h"

namespace stopgate::policy {

namespace {

using value::Node;
using value::Value;

Node at(const Node& node, std::string_view key) {
  return value::step(node, intern(key));
}

std::string text_at(const Node& node, std::string_view key) {
  return std::string(at(node, key).value.string_if().value_or(""));
}

bool flag_at(const Node& node, std::string_view key) {
  return at(node, key).value.bool_if().value_or(false);
}

std::vector<CrdRule> read_rules(const Node& schema) {
  std::vector<CrdRule> out;
  const auto list = at(schema, "x-kubernetes-validations");
  for (std::size_t i = 0; i < list.value.items().size(); ++i) {
    const auto node = value::step(list, i);
    out.push_back({.rule = {text_at(node, "rule"), at(node, "rule").place},
                   .message = text_at(node, "message"),
                   .message_expression = {text_at(node, "messageExpression"),
                                          at(node, "messageExpression").place},
                   .field_path = text_at(node, "fieldPath"),
                   .optional_old_self = flag_at(node, "optionalOldSelf")});
  }
  return out;
}

void take(const CrdSchema& inner, CrdSchema& to) {
  to.has_rules |= inner.has_rules;
  to.has_defaults |= inner.has_defaults || inner.standard.has_value();
  to.needs_typing |= inner.needs_typing;
}

// The map with members added, places kept.
Value with_members(const Value& map, std::vector<value::Member> members, Arena& arena) {
  std::vector<value::MemberPlace> places;
  for (std::size_t i = 0; i < map.members().size(); ++i) {
    const auto place = map.as_map().place(i);
    places.push_back({place.file, map.as_map().key_place(i).span, place.span});
  }
  places.resize(members.size());
  return value::Map::make(arena, members, places);
}

cel::Datum scalar(const CrdSchema& schema, const Value& value, Arena& arena) {
  if (schema.type == "number" && value.is_number()) return cel::Datum::number(value.as_double());
  if (schema.type != "string" || !value.is_string()) return cel::Datum::of(arena, value);
  const auto text = value.as_string();
  if (schema.format == "date-time")
    if (const auto time = cel::parse_timestamp(text)) return cel::Datum::timestamp(arena, *time);
  if (schema.format == "date")
    if (const auto time = cel::parse_timestamp(std::string(text) + "T00:00:00Z"))
      return cel::Datum::timestamp(arena, *time);
  if (schema.format == "duration")
    if (const auto time = cel::parse_duration(text)) return cel::Datum::duration(arena, *time);
  return cel::Datum::of(arena, value);
}

bool is_typed_scalar(const CrdSchema& schema) {
  return schema.type == "number" ||
         (schema.type == "string" &&
          (schema.format == "date-time" || schema.format == "date" || schema.format == "duration"));
}

}  // namespace

std::unique_ptr<CrdSchema> read_crd_schema(const Node& node) {
  auto out = std::make_unique<CrdSchema>();
  out->type = text_at(node, "type");
  out->format = text_at(node, "format");
  out->is_open = flag_at(node, "nullable") || flag_at(node, "x-kubernetes-int-or-string") ||
                 flag_at(node, "x-kubernetes-preserve-unknown-fields") ||
                 flag_at(node, "x-kubernetes-embedded-resource");
  out->rules = read_rules(node);
  out->has_rules = !out->rules.empty();
  out->needs_typing = is_typed_scalar(*out);
  if (const auto standard = at(node, "default"); node.value.has(intern("default")))
    out->standard = standard.value;
  const auto properties = at(node, "properties");
  for (const auto& member : properties.value.members()) {
    auto inner = read_crd_schema(value::step(properties, member.key));
    take(*inner, *out);
    out->properties.emplace(member.key, std::move(inner));
  }
  if (const auto items = at(node, "items"); items.value.is_map()) {
    out->items = read_crd_schema(items);
    take(*out->items, *out);
  }
  if (const auto values = at(node, "additionalProperties"); values.value.is_map()) {
    out->values = read_crd_schema(values);
    take(*out->values, *out);
  }
  if (text_at(node, "x-kubernetes-list-type") == "map")
    for (const auto& key : at(node, "x-kubernetes-list-map-keys").value.items())
      out->list_keys.emplace_back(key.string_if().value_or(""));
  return out;
}

cel::Type declare_type(const CrdSchema& schema, const std::string& name,
                       cel::Environment& environment) {
  using cel::Type;
  using cel::TypeKind;
  if (schema.is_open) return Type::dyn();
  if (schema.type == "boolean") return Type::of(TypeKind::Bool);
  if (schema.type == "integer") return Type::of(TypeKind::Int);
  if (schema.type == "number") return Type::of(TypeKind::Double);
  if (schema.type == "string") {
    if (schema.format == "date-time" || schema.format == "date")
      return Type::of(TypeKind::Timestamp);
    if (schema.format == "duration") return Type::of(TypeKind::Duration);
    return schema.format == "byte" ? Type::dyn() : Type::of(TypeKind::String);
  }
  if (schema.type == "array" && schema.items)
    return Type::list(declare_type(*schema.items, name + "[]", environment));
  if (schema.values)
    return Type::map(Type::of(TypeKind::String),
                     declare_type(*schema.values, name + ".*", environment));
  if (schema.type != "object" || schema.properties.empty()) return Type::dyn();
  std::vector<cel::Field> fields;
  for (const auto& [key, inner] : schema.properties)
    fields.push_back({escaped_name(key.text()),
                      declare_type(*inner, name + "." + std::string(key.text()), environment)});
  environment.declare_object(name, std::move(fields));
  return {.kind = TypeKind::Object, .name = name};
}

Value with_defaults(const CrdSchema& schema, const Value& value, Arena& arena) {
  if (!schema.has_defaults) return value;
  if (value.is_list() && schema.items) {
    std::vector<Value> items;
    std::vector<source::Place> places;
    for (std::size_t i = 0; i < value.items().size(); ++i) {
      items.push_back(with_defaults(*schema.items, value.items()[i], arena));
      places.push_back(value.as_list().place(i));
    }
    return value::List::make(arena, items, places);
  }
  if (!value.is_map()) return value;
  std::vector<value::Member> members(value.members().begin(), value.members().end());
  for (auto& member : members) {
    const auto found = schema.properties.find(member.key);
    const auto* inner =
        found == schema.properties.end() ? schema.values.get() : found->second.get();
    if (inner != nullptr) member.value = with_defaults(*inner, member.value, arena);
  }
  for (const auto& [key, inner] : schema.properties)
    if (inner->standard && !value.has(key))
      members.push_back({key, with_defaults(*inner, *inner->standard, arena)});
  return with_members(value, std::move(members), arena);
}

cel::Datum typed_datum(const CrdSchema& schema, const Value& value, Arena& arena) {
  if (!schema.needs_typing) return cel::Datum::of(arena, value);
  if (value.is_list() && schema.items) {
    std::vector<cel::Datum> items;
    for (const auto& item : value.items()) items.push_back(typed_datum(*schema.items, item, arena));
    return cel::Datum::list(arena, items);
  }
  if (!value.is_map()) return scalar(schema, value, arena);
  std::vector<cel::Entry> entries;
  for (const auto& member : value.members()) {
    const auto found = schema.properties.find(member.key);
    const auto* inner =
        found == schema.properties.end() ? schema.values.get() : found->second.get();
    entries.push_back({cel::Datum::string(member.key.text()),
                       inner == nullptr ? cel::Datum::of(arena, member.value)
                                        : typed_datum(*inner, member.value, arena)});
  }
  return cel::Datum::map(arena, entries);
}

std::string escaped_name(std::string_view name) {
  static constexpr std::array<std::string_view, 18> kReserved = {
      "as", "break",  "const", "continue", "else",      "false", "for",     "function", "if",
      "in", "import", "let",   "loop",     "namespace", "null",  "package", "return",   "true"};
  if (std::ranges::find(kReserved, name) != kReserved.end()) return "__" + std::string(name) + "__";
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name[i] == '.')
      out += "__dot__";
    else if (name[i] == '-')
      out += "__dash__";
    else if (name[i] == '/')
      out += "__slash__";
    else if (name.substr(i, 2) == "__")
      out += "__underscores__", ++i;
    else
      out += name[i];
  }
  return out;
}

}  // namespace stopgate::policy
