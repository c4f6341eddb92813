#include "cel/datum.h"

#include <cassert>

#include "cel/made_map.h"

namespace stopgate::cel {

namespace {

std::uint32_t narrow(std::size_t size) {
  assert(size <= UINT32_MAX);
  return static_cast<std::uint32_t>(size);
}

}  // namespace

Datum Datum::of(const value::Value& value) {
  Datum d;
  switch (value.kind()) {
    case value::Kind::Null:
      if (value.is_absent()) d.flags_ = kAbsent;
      return d;
    case value::Kind::Bool:
      return boolean(value.as_bool());
    case value::Kind::Int:
      return integer(value.as_int());
    case value::Kind::Uint:
      return unsigned_integer(value.as_uint());
    case value::Kind::Double:
      return number(value.as_double());
    case value::Kind::String:
      return string(value.as_string());
    case value::Kind::List:
      d.kind_ = DatumKind::List;
      d.flags_ = kTree;
      d.pointer_ = &value.as_list();
      return d;
    case value::Kind::Map:
      d.kind_ = DatumKind::Map;
      d.flags_ = kTree;
      d.pointer_ = &value.as_map();
      return d;
    case value::Kind::Unknown:  // without attributes: the evaluator adds the path
      d.kind_ = DatumKind::Unknown;
      return d;
  }
  return d;
}

Datum Datum::of(Arena& arena, const value::Value& value) {
  if (!value.is_unknown()) return of(value);
  const auto& why = value.as_unknown();
  const UnknownAttribute attribute{why.subject, why.reason};
  return unknown(arena, {&attribute, 1});
}

Datum Datum::absent() {
  return of(value::Value::absent());
}

Datum Datum::boolean(bool value) {
  Datum d;
  d.kind_ = DatumKind::Bool;
  d.bool_ = value;
  return d;
}

Datum Datum::integer(std::int64_t value) {
  Datum d;
  d.kind_ = DatumKind::Int;
  d.int_ = value;
  return d;
}

Datum Datum::unsigned_integer(std::uint64_t value) {
  Datum d;
  d.kind_ = DatumKind::Uint;
  d.uint_ = value;
  return d;
}

Datum Datum::number(double value) {
  Datum d;
  d.kind_ = DatumKind::Double;
  d.double_ = value;
  return d;
}

Datum Datum::string(std::string_view text) {
  Datum d;
  d.kind_ = DatumKind::String;
  d.size_ = narrow(text.size());
  d.pointer_ = text.data();
  return d;
}

Datum Datum::bytes(std::string_view octets) {
  auto d = string(octets);
  d.kind_ = DatumKind::Bytes;
  return d;
}

Datum Datum::type(std::string_view name) {
  auto d = string(name);
  d.kind_ = DatumKind::Type;
  return d;
}

Datum Datum::list(Arena& arena, std::span<const Datum> items) {
  Datum d;
  d.kind_ = DatumKind::List;
  d.size_ = narrow(items.size());
  d.pointer_ = arena.copy_array(items).data();
  return d;
}

Datum Datum::map(Arena& arena, std::span<const Entry> entries) {
  return map(arena, make_map(arena, entries));
}

Datum Datum::map(Arena& arena, const MadeMap& made) {
  Datum d;
  d.kind_ = DatumKind::Map;
  d.size_ = narrow(made.entries.size());
  d.pointer_ = arena.make<MadeMap>(made);
  return d;
}

Datum Datum::timestamp(Arena& arena, Seconds value) {
  Datum d;
  d.kind_ = DatumKind::Timestamp;
  d.pointer_ = arena.make<Seconds>(value);
  return d;
}

Datum Datum::duration(Arena& arena, Seconds value) {
  auto d = timestamp(arena, value);
  d.kind_ = DatumKind::Duration;
  return d;
}

Datum Datum::optional_none() {
  Datum d;
  d.kind_ = DatumKind::Optional;
  d.pointer_ = nullptr;
  return d;
}

Datum Datum::optional_of(Arena& arena, const Datum& value) {
  auto d = optional_none();
  d.pointer_ = arena.make<Datum>(value);
  return d;
}

Datum Datum::opaque(const Opaque& value) {
  Datum d;
  d.kind_ = DatumKind::Opaque;
  d.pointer_ = &value;
  return d;
}

Datum Datum::error(Arena& arena, std::string_view message, source::Span span) {
  Datum d;
  d.kind_ = DatumKind::Error;
  d.pointer_ = arena.make<EvalError>(arena.copy(message), span);
  return d;
}

Datum Datum::unknown(Arena& arena, std::span<const UnknownAttribute> attributes) {
  Datum d;
  d.kind_ = DatumKind::Unknown;
  d.size_ = narrow(attributes.size());
  d.pointer_ = arena.copy_array(attributes).data();
  return d;
}

bool Datum::as_bool() const {
  assert(is_bool());
  return bool_;
}

std::int64_t Datum::as_int() const {
  assert(kind_ == DatumKind::Int);
  return int_;
}

std::uint64_t Datum::as_uint() const {
  assert(kind_ == DatumKind::Uint);
  return uint_;
}

double Datum::as_double() const {
  assert(kind_ == DatumKind::Double);
  return double_;
}

std::string_view Datum::as_string() const {
  assert(kind_ == DatumKind::String || kind_ == DatumKind::Bytes || kind_ == DatumKind::Type);
  return {static_cast<const char*>(pointer_), size_};
}

Seconds Datum::as_seconds() const {
  assert(kind_ == DatumKind::Timestamp || kind_ == DatumKind::Duration);
  return *static_cast<const Seconds*>(pointer_);
}

const Datum* Datum::as_optional() const {
  assert(kind_ == DatumKind::Optional);
  return static_cast<const Datum*>(pointer_);
}

const Opaque& Datum::as_opaque() const {
  assert(kind_ == DatumKind::Opaque);
  return *static_cast<const Opaque*>(pointer_);
}

const EvalError& Datum::as_error() const {
  assert(is_error());
  return *static_cast<const EvalError*>(pointer_);
}

std::span<const UnknownAttribute> Datum::as_unknown() const {
  assert(is_unknown());
  return {static_cast<const UnknownAttribute*>(pointer_), size_};
}

std::size_t Datum::size() const {
  assert(kind_ == DatumKind::List || kind_ == DatumKind::Map);
  if ((flags_ & kTree) == 0) return size_;
  return kind_ == DatumKind::List ? static_cast<const value::List*>(pointer_)->size()
                                  : static_cast<const value::Map*>(pointer_)->size();
}

const void* Datum::identity() const {
  assert(kind_ == DatumKind::List);
  return pointer_;
}

Datum Datum::item(std::size_t index) const {
  assert(kind_ == DatumKind::List && index < size());
  if ((flags_ & kTree) != 0) return of((*static_cast<const value::List*>(pointer_))[index]);
  return static_cast<const Datum*>(pointer_)[index];
}

Entry Datum::entry(std::size_t index) const {
  assert(kind_ == DatumKind::Map && index < size());
  if ((flags_ & kTree) == 0) return static_cast<const MadeMap*>(pointer_)->entries[index];
  const auto& member = static_cast<const value::Map*>(pointer_)->members()[index];
  return {string(member.key.text()), of(member.value)};
}

bool Datum::find(const Datum& key, Datum& found) const {
  assert(kind_ == DatumKind::Map);
  if ((flags_ & kTree) != 0) {
    if (!key.is_string()) return false;
    const auto* value = static_cast<const value::Map*>(pointer_)->find(intern(key.as_string()));
    if (value == nullptr) return false;
    found = of(*value);
    return true;
  }
  const auto* entry = find_entry(*static_cast<const MadeMap*>(pointer_), key);
  if (entry == nullptr) return false;
  found = entry->value;
  return true;
}

std::optional<value::Value> Datum::tree() const {
  if ((flags_ & kTree) == 0) return std::nullopt;
  if (kind_ == DatumKind::List)
    return value::Value::list(*static_cast<const value::List*>(pointer_));
  return value::Value::map(*static_cast<const value::Map*>(pointer_));
}

std::string_view Datum::type_name() const {
  switch (kind_) {
    case DatumKind::Error:
      return "error";
    case DatumKind::Unknown:
      return "unknown";
    case DatumKind::Null:
      return "null_type";
    case DatumKind::Bool:
      return "bool";
    case DatumKind::Int:
      return "int";
    case DatumKind::Uint:
      return "uint";
    case DatumKind::Double:
      return "double";
    case DatumKind::String:
      return "string";
    case DatumKind::Bytes:
      return "bytes";
    case DatumKind::List:
      return "list";
    case DatumKind::Map:
      return "map";
    case DatumKind::Type:
      return "type";
    case DatumKind::Timestamp:
      return "google.protobuf.Timestamp";
    case DatumKind::Duration:
      return "google.protobuf.Duration";
    case DatumKind::Optional:
      return "optional_type";
    case DatumKind::Opaque:
      return as_opaque().type;
  }
  return "";
}

}  // namespace stopgate::cel
