#include "value/value.h"

#include <cassert>
#include <cmath>

namespace stopgate::value {

std::string_view name_of(Kind kind) {
  switch (kind) {
    case Kind::Null:
      return "null";
    case Kind::Bool:
      return "bool";
    case Kind::Int:
    case Kind::Uint:
    case Kind::Double:
      return "number";
    case Kind::String:
      return "string";
    case Kind::List:
      return "list";
    case Kind::Map:
      return "map";
    case Kind::Unknown:
      return "unknown";
  }
  return "";
}

Value Value::absent() {
  Value v;
  v.flags_ = kAbsent;
  return v;
}

Value Value::boolean(bool value) {
  Value v;
  v.kind_ = Kind::Bool;
  v.bool_ = value;
  return v;
}

Value Value::integer(std::int64_t value) {
  Value v;
  v.kind_ = Kind::Int;
  v.int_ = value;
  return v;
}

Value Value::unsigned_integer(std::uint64_t value) {
  if (value <= static_cast<std::uint64_t>(INT64_MAX))
    return integer(static_cast<std::int64_t>(value));
  Value v;
  v.kind_ = Kind::Uint;
  v.uint_ = value;
  return v;
}

Value Value::number(double value) {
  Value v;
  v.kind_ = Kind::Double;
  v.double_ = value;
  return v;
}

Value Value::number(Arena& arena, double value, std::string_view lexeme) {
  Value v;
  v.kind_ = Kind::Double;
  v.flags_ = kLexeme;
  v.lexeme_ = arena.make<Lexeme>(value, arena.copy(lexeme));
  return v;
}

Value Value::string(std::string_view text) {
  assert(text.size() <= UINT32_MAX);
  Value v;
  v.kind_ = Kind::String;
  v.size_ = static_cast<std::uint32_t>(text.size());
  v.text_ = text.data();
  return v;
}

Value Value::unknown(Arena& arena, const Unknown& why) {
  Value v;
  v.kind_ = Kind::Unknown;
  v.unknown_ = arena.make<Unknown>(arena.copy(why.reason), arena.copy(why.subject),
                                   arena.copy(why.prefix), why.not_null);
  return v;
}

Value Value::list(const List& list) {
  Value v;
  v.kind_ = Kind::List;
  v.list_ = &list;
  return v;
}

Value Value::map(const Map& map) {
  Value v;
  v.kind_ = Kind::Map;
  v.map_ = &map;
  return v;
}

Value Value::as_sensitive() const {
  auto v = *this;
  v.flags_ |= kSensitive;
  return v;
}

bool Value::as_bool() const {
  assert(is_bool());
  return bool_;
}

std::int64_t Value::as_int() const {
  assert(is_int());
  return int_;
}

std::uint64_t Value::as_uint() const {
  assert(kind_ == Kind::Uint || (is_int() && int_ >= 0));
  return uint_;
}

double Value::as_double() const {
  assert(is_number());
  if (kind_ == Kind::Int) return static_cast<double>(int_);
  if (kind_ == Kind::Uint) return static_cast<double>(uint_);
  return (flags_ & kLexeme) != 0 ? lexeme_->value : double_;
}

std::string_view Value::as_string() const {
  assert(is_string());
  return {text_, size_};
}

const List& Value::as_list() const {
  assert(is_list());
  return *list_;
}

const Map& Value::as_map() const {
  assert(is_map());
  return *map_;
}

const Unknown& Value::as_unknown() const {
  assert(is_unknown());
  return *unknown_;
}

std::string_view Value::lexeme() const {
  return (flags_ & kLexeme) != 0 ? lexeme_->text : std::string_view{};
}

std::optional<std::string_view> Value::string_if() const {
  return is_string() ? std::optional(as_string()) : std::nullopt;
}

std::optional<std::int64_t> Value::int_if() const {
  return is_int() ? std::optional(int_) : std::nullopt;
}

std::optional<bool> Value::bool_if() const {
  return is_bool() ? std::optional(bool_) : std::nullopt;
}

Value Value::get(Symbol key) const {
  if (!is_map()) return {};
  const auto* found = map_->find(key);
  if (found != nullptr) return *found;
  return map_->is_lenient() ? absent() : null();
}

bool Value::has(Symbol key) const {
  return is_map() && map_->find(key) != nullptr;
}

std::span<const Value> Value::items() const {
  return is_list() ? list_->items() : std::span<const Value>{};
}

std::span<const Member> Value::members() const {
  return is_map() ? map_->members() : std::span<const Member>{};
}

namespace {

// Exact, also above 2^53 where converting the integer would round it.
bool equals_integer(double number, const Value& integer) {
  if (std::trunc(number) != number) return false;
  if (integer.kind() == Kind::Int)
    return number >= -0x1p63 && number < 0x1p63 &&
           static_cast<std::int64_t>(number) == integer.as_int();
  return number >= 0 && number < 0x1p64 && static_cast<std::uint64_t>(number) == integer.as_uint();
}

bool equal_numbers(const Value& a, const Value& b) {
  if (!a.lexeme().empty() && !b.lexeme().empty() && a.lexeme() == b.lexeme()) return true;
  if (a.kind() == b.kind() && a.kind() != Kind::Double)
    return a.kind() == Kind::Int ? a.as_int() == b.as_int() : a.as_uint() == b.as_uint();
  if (a.kind() != Kind::Double && b.kind() != Kind::Double)
    return false;  // Int and Uint never meet
  if (a.kind() == b.kind()) return a.as_double() == b.as_double();
  return a.kind() == Kind::Double ? equals_integer(a.as_double(), b)
                                  : equals_integer(b.as_double(), a);
}

bool equal_maps(const Map& a, const Map& b) {
  if (&a == &b) return true;
  if (a.size() != b.size()) return false;
  for (const auto& member : a.members()) {
    const auto* other = b.find(member.key);
    if (other == nullptr || !(member.value == *other)) return false;
  }
  return true;
}

}  // namespace

bool operator==(const Value& a, const Value& b) {
  if (a.is_number() && b.is_number()) return equal_numbers(a, b);
  if (a.kind_ != b.kind_) return false;
  switch (a.kind_) {
    case Kind::Null:
      return true;
    case Kind::Bool:
      return a.bool_ == b.bool_;
    case Kind::String:
      return a.as_string() == b.as_string();
    case Kind::List: {
      if (a.list_ == b.list_) return true;
      const auto x = a.items();
      const auto y = b.items();
      return std::equal(x.begin(), x.end(), y.begin(), y.end());
    }
    case Kind::Map:
      return equal_maps(*a.map_, *b.map_);
    case Kind::Unknown:
      return a.unknown_ == b.unknown_;
    case Kind::Int:
    case Kind::Uint:
    case Kind::Double:
      break;  // above
  }
  return false;
}

Value List::make(Arena& arena, std::span<const Value> items, std::span<const source::Place> places,
                 Access access) {
  assert(places.empty() || places.size() == items.size());
  const auto kept = arena.copy_array(items);
  const auto where = arena.copy_array(places);
  return Value::list(*arena.make<List>(static_cast<std::uint32_t>(items.size()), access,
                                       kept.data(), places.empty() ? nullptr : where.data()));
}

namespace {

// Below this a walk over the members is faster than hashing.
constexpr std::size_t kIndexedAbove = 16;
constexpr std::uint32_t kFree = UINT32_MAX;

// A power of two, at most half full.
std::size_t bucket_count(std::size_t members) {
  std::size_t count = 32;
  while (count < members * 2) count *= 2;
  return count;
}

const std::uint32_t* make_index(Arena& arena, std::span<const Member> members) {
  if (members.size() <= kIndexedAbove) return nullptr;
  const auto buckets = arena.make_array<std::uint32_t>(bucket_count(members.size()));
  std::fill(buckets.begin(), buckets.end(), kFree);
  for (std::size_t i = 0; i < members.size(); ++i) {
    auto at = members[i].key.hash() & (buckets.size() - 1);
    while (buckets[at] != kFree) at = (at + 1) & (buckets.size() - 1);
    buckets[at] = static_cast<std::uint32_t>(i);
  }
  return buckets.data();
}

}  // namespace

Value Map::make(Arena& arena, std::span<const Member> members, std::span<const MemberPlace> places,
                Access access) {
  assert(places.empty() || places.size() == members.size());
  const auto kept = arena.copy_array(members);
  const auto where = arena.copy_array(places);
  return Value::map(*arena.make<Map>(static_cast<std::uint32_t>(members.size()), access,
                                     kept.data(), places.empty() ? nullptr : where.data(),
                                     make_index(arena, kept)));
}

std::optional<std::size_t> Map::index_of(Symbol key) const {
  if (buckets_ == nullptr) {
    for (std::size_t i = 0; i < size_; ++i)
      if (members_[i].key == key) return i;
    return std::nullopt;
  }
  const auto mask = bucket_count(size_) - 1;
  for (auto at = key.hash() & mask; buckets_[at] != kFree; at = (at + 1) & mask)
    if (members_[buckets_[at]].key == key) return buckets_[at];
  return std::nullopt;
}

const Value* Map::find(Symbol key) const {
  const auto index = index_of(key);
  return index ? &members_[*index].value : nullptr;
}

source::Place Map::place(std::size_t index) const {
  if (places_ == nullptr) return {};
  return {places_[index].file, places_[index].value};
}

source::Place Map::key_place(std::size_t index) const {
  if (places_ == nullptr) return {};
  return {places_[index].file, places_[index].key};
}

Node step(const Node& node, Symbol key) {
  if (!node.value.is_map()) return {};
  const auto& map = node.value.as_map();
  const auto index = map.index_of(key);
  if (!index) return {map.is_lenient() ? Value::absent() : Value::null(), {}};
  return {map.members()[*index].value, map.place(*index)};
}

Node step(const Node& node, std::size_t index) {
  if (!node.value.is_list() || index >= node.value.as_list().size()) return {};
  return {node.value.as_list()[index], node.value.as_list().place(index)};
}

}  // namespace stopgate::value
