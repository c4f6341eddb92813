#pragma once

// Value: one tree for every input and for CEL. YAML documents, plan JSON and evaluated Terraform
// all become Values, so that a policy need not know where a resource came from.
//
// A Value is a 16-byte handle to immutable data in an Arena: copying is free, and it is valid as
// long as the arena (or the source text that its strings point into) lives. Where a node stands is
// kept beside the containers, not in the Value, so that trees without places (plans) do not pay for
// them: ask the list or map that holds the node.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/arena.h"
#include "base/symbol.h"
#include "source/span.h"

namespace stopgate::value {

enum class Kind : std::uint8_t {
  Null,
  Bool,
  Int,     // fits int64
  Uint,    // above int64, fits uint64
  Double,  // everything else; lexeme() keeps what was written when a double cannot say it exactly
  String,  // UTF-8
  List,
  Map,      // ordered, keys unique
  Unknown,  // known only later, or beyond us; says why
};

[[nodiscard]] std::string_view name_of(Kind kind);  // "null", "bool", … as messages say it

class List;
class Map;
struct Member;
struct MemberPlace;

// Why a value is not known. The path names what would decide it ("data.aws_ssm_parameter.x").
struct Unknown {
  std::string_view reason;       // "known only after apply"
  std::string_view subject;      // the reference; may be empty
  std::string_view prefix = {};  // the known start of a string
  bool not_null = false;         // surely not null, whatever it will be
};

class Value {
 public:
  constexpr Value() = default;  // null

  [[nodiscard]] static Value null() { return {}; }
  // The null of an argument or block that a Terraform resource does not set: CEL may go on
  // selecting, indexing and iterating over it, and finds null and nothing (see Map::is_lenient).
  [[nodiscard]] static Value absent();
  [[nodiscard]] static Value boolean(bool value);
  [[nodiscard]] static Value integer(std::int64_t value);
  [[nodiscard]] static Value unsigned_integer(std::uint64_t value);  // Int where it fits
  [[nodiscard]] static Value number(double value);
  // A number written with more digits than a double holds; the arena keeps the lexeme.
  [[nodiscard]] static Value number(Arena& arena, double value, std::string_view lexeme);
  // Views `text`: it must outlive the value (source text, arena).
  [[nodiscard]] static Value string(std::string_view text);
  [[nodiscard]] static Value string(Arena& arena, std::string_view text) {
    return string(arena.copy(text));
  }
  [[nodiscard]] static Value unknown(Arena& arena, const Unknown& why);
  [[nodiscard]] static Value list(const List& list);
  [[nodiscard]] static Value map(const Map& map);

  [[nodiscard]] Kind kind() const { return kind_; }
  [[nodiscard]] bool is_null() const { return kind_ == Kind::Null; }
  [[nodiscard]] bool is_absent() const { return kind_ == Kind::Null && (flags_ & kAbsent) != 0; }
  [[nodiscard]] bool is_bool() const { return kind_ == Kind::Bool; }
  [[nodiscard]] bool is_int() const { return kind_ == Kind::Int; }
  [[nodiscard]] bool is_number() const {
    return kind_ == Kind::Int || kind_ == Kind::Uint || kind_ == Kind::Double;
  }
  [[nodiscard]] bool is_string() const { return kind_ == Kind::String; }
  [[nodiscard]] bool is_list() const { return kind_ == Kind::List; }
  [[nodiscard]] bool is_map() const { return kind_ == Kind::Map; }
  [[nodiscard]] bool is_unknown() const { return kind_ == Kind::Unknown; }

  // Must not be printed: reports show "(sensitive)" instead.
  [[nodiscard]] bool is_sensitive() const { return (flags_ & kSensitive) != 0; }
  [[nodiscard]] Value as_sensitive() const;

  // Each asserts the kind.
  [[nodiscard]] bool as_bool() const;
  [[nodiscard]] std::int64_t as_int() const;
  [[nodiscard]] std::uint64_t as_uint() const;  // of Int ≥ 0, or Uint
  [[nodiscard]] double as_double() const;       // of any number
  [[nodiscard]] std::string_view as_string() const;
  [[nodiscard]] const List& as_list() const;
  [[nodiscard]] const Map& as_map() const;
  [[nodiscard]] const Unknown& as_unknown() const;
  // What was written, of a Double made with a lexeme; else empty.
  [[nodiscard]] std::string_view lexeme() const;

  // Tolerant forms, for code that looks into untrusted trees: nothing when the kind is another.
  [[nodiscard]] std::optional<std::string_view> string_if() const;
  [[nodiscard]] std::optional<std::int64_t> int_if() const;
  [[nodiscard]] std::optional<bool> bool_if() const;
  // The member of a map; null when there is none, or when this is no map.
  [[nodiscard]] Value get(Symbol key) const;
  [[nodiscard]] Value get(std::string_view key) const { return get(intern(key)); }
  [[nodiscard]] bool has(Symbol key) const;
  // The elements of a list, none of anything else.
  [[nodiscard]] std::span<const Value> items() const;
  // The members of a map, none of anything else.
  [[nodiscard]] std::span<const Member> members() const;

  // Deep, with numbers compared by value (1 == 1.0), maps without regard to order; unknowns are
  // equal to nothing but themselves.
  friend bool operator==(const Value& a, const Value& b);

 private:
  enum Flag : std::uint8_t { kSensitive = 1, kAbsent = 2, kLexeme = 4 };
  struct Lexeme {
    double value;
    std::string_view text;
  };

  Kind kind_ = Kind::Null;
  std::uint8_t flags_ = 0;
  std::uint32_t size_ = 0;  // bytes of a string
  union {
    bool bool_;
    std::int64_t int_ = 0;
    std::uint64_t uint_;
    double double_;
    const char* text_;
    const Lexeme* lexeme_;
    const List* list_;
    const Map* map_;
    const Unknown* unknown_;
  };
};

static_assert(sizeof(Value) == 16);

// How CEL treats what is not there.
enum class Access : std::uint8_t {
  Strict,   // an error, as in Kubernetes objects: policies ask has() first
  Lenient,  // absent, as in Terraform resources: unset arguments are null, unset blocks are empty
};

class List {
 public:
  // Copies into the arena. `places` is empty, or as long as `items`.
  [[nodiscard]] static Value make(Arena& arena, std::span<const Value> items,
                                  std::span<const source::Place> places = {},
                                  Access access = Access::Strict);

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::span<const Value> items() const { return {items_, size_}; }
  [[nodiscard]] const Value& operator[](std::size_t index) const { return items_[index]; }
  // Where an element stands; unknown when the list has no places.
  [[nodiscard]] source::Place place(std::size_t index) const {
    return places_ == nullptr ? source::Place{} : places_[index];
  }
  [[nodiscard]] bool is_lenient() const { return access_ == Access::Lenient; }

  List(std::uint32_t size, Access access, const Value* items, const source::Place* places)
      : size_(size), access_(access), items_(items), places_(places) {}

 private:
  std::uint32_t size_;
  Access access_;
  const Value* items_;
  const source::Place* places_;
};

struct Member {
  Symbol key;
  Value value;
};

// Key and value stand in one file.
struct MemberPlace {
  source::FileId file = source::kNoFile;
  source::Span key;
  source::Span value;
};

class Map {
 public:
  // Copies into the arena. Keys must be unique; `places` is empty, or as long as `members`.
  [[nodiscard]] static Value make(Arena& arena, std::span<const Member> members,
                                  std::span<const MemberPlace> places = {},
                                  Access access = Access::Strict);

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::span<const Member> members() const { return {members_, size_}; }
  [[nodiscard]] std::optional<std::size_t> index_of(Symbol key) const;
  [[nodiscard]] const Value* find(Symbol key) const;
  [[nodiscard]] source::Place place(std::size_t index) const;
  [[nodiscard]] source::Place key_place(std::size_t index) const;
  // Terraform's: what is not set reads as Value::absent(), in CEL too.
  [[nodiscard]] bool is_lenient() const { return access_ == Access::Lenient; }

  Map(std::uint32_t size, Access access, const Member* members, const MemberPlace* places,
      const std::uint32_t* buckets)
      : size_(size), access_(access), members_(members), places_(places), buckets_(buckets) {}

 private:
  std::uint32_t size_;
  Access access_;
  const Member* members_;
  const MemberPlace* places_;
  const std::uint32_t* buckets_;  // open addressing over the members, for large maps only
};

// A tree and where its root stands.
struct Node {
  Value value;
  source::Place place;
};

// One step into a tree, with its place: the node itself stands nowhere but in its container.
[[nodiscard]] Node step(const Node& node, Symbol key);
[[nodiscard]] Node step(const Node& node, std::size_t index);

// JSON text of the value, keys in their order, for tests and messages: unknown as "(unknown:
// reason)", sensitive as "(sensitive)".
[[nodiscard]] std::string to_text(const Value& value);

}  // namespace stopgate::value
