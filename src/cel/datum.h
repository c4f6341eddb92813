#pragma once

// Datum: what a CEL expression evaluates to. A value::Value seen through CEL's types, plus what CEL
// has and JSON has not: uint, bytes, timestamps, durations, types, optionals, Kubernetes' own
// types, maps with keys that are not strings, errors, and unknowns.
//
// A Datum is a small handle. What it points to lives in the arena of its evaluation, or in the tree
// that was bound; it is valid as long as both.

#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/arena.h"
#include "source/span.h"
#include "value/value.h"

namespace stopgate::cel {

enum class DatumKind : std::uint8_t {
  Error,
  Unknown,
  Null,
  Bool,
  Int,
  Uint,
  Double,
  String,
  Bytes,
  List,
  Map,
  Type,
  Timestamp,
  Duration,
  Optional,
  Opaque,  // kubernetes.Quantity, net.IP, net.CIDR, kubernetes.URL, kubernetes.Semver, …
};

class Datum;
struct Entry;
struct MadeMap;

// Where in the expression's text an error arose, as bytes.
struct EvalError {
  std::string_view message;
  source::Span span;
};

// One attribute that made a result unknown: "resource.kms_key_id", and why.
struct UnknownAttribute {
  std::string_view path;
  std::string_view reason;
};

// Nanosecond precision: seconds since 1970-01-01T00:00:00Z (or of a duration), and nanoseconds of
// the same sign.
struct Seconds {
  std::int64_t seconds = 0;
  std::int32_t nanos = 0;
  auto operator<=>(const Seconds&) const = default;
};

// An opaque value: its type's name and how to print and compare it. Each type of ours derives its
// own payload; the function library that made it knows which.
struct Opaque {
  std::string_view type;  // "kubernetes.Quantity"
  virtual ~Opaque() = default;
  [[nodiscard]] virtual bool equals(const Opaque& other) const = 0;
  [[nodiscard]] virtual std::string to_text() const = 0;
};

class Datum {
 public:
  constexpr Datum() = default;  // null

  // Through CEL's eyes: Int, Uint (above int64), Double, String, …; an unknown Value is Unknown.
  [[nodiscard]] static Datum of(const value::Value& value);
  [[nodiscard]] static Datum of(Arena& arena,
                                const value::Value& value);  // with room for unknowns' attributes
  [[nodiscard]] static Datum boolean(bool value);
  [[nodiscard]] static Datum integer(std::int64_t value);
  [[nodiscard]] static Datum unsigned_integer(std::uint64_t value);
  [[nodiscard]] static Datum number(double value);
  [[nodiscard]] static Datum string(std::string_view text);  // must outlive the datum
  [[nodiscard]] static Datum string(Arena& arena, std::string_view text) {
    return string(arena.copy(text));
  }
  [[nodiscard]] static Datum bytes(std::string_view octets);
  [[nodiscard]] static Datum list(Arena& arena, std::span<const Datum> items);
  [[nodiscard]] static Datum map(Arena& arena, std::span<const Entry> entries);
  [[nodiscard]] static Datum map(Arena& arena, const MadeMap& made);
  [[nodiscard]] static Datum type(std::string_view name);
  [[nodiscard]] static Datum timestamp(Arena& arena, Seconds value);
  [[nodiscard]] static Datum duration(Arena& arena, Seconds value);
  [[nodiscard]] static Datum optional_none();
  [[nodiscard]] static Datum optional_of(Arena& arena, const Datum& value);
  [[nodiscard]] static Datum opaque(
      const Opaque& value);  // owned by the evaluation (EvalContext::keep)
  [[nodiscard]] static Datum error(Arena& arena, std::string_view message, source::Span span = {});
  [[nodiscard]] static Datum unknown(Arena& arena, std::span<const UnknownAttribute> attributes);

  [[nodiscard]] DatumKind kind() const { return kind_; }
  [[nodiscard]] bool is_error() const { return kind_ == DatumKind::Error; }
  [[nodiscard]] bool is_unknown() const { return kind_ == DatumKind::Unknown; }
  [[nodiscard]] bool is_bool() const { return kind_ == DatumKind::Bool; }
  [[nodiscard]] bool is_true() const { return is_bool() && bool_; }
  [[nodiscard]] bool is_false() const { return is_bool() && !bool_; }
  [[nodiscard]] bool is_string() const { return kind_ == DatumKind::String; }

  // Each asserts the kind.
  [[nodiscard]] bool as_bool() const;
  [[nodiscard]] std::int64_t as_int() const;
  [[nodiscard]] std::uint64_t as_uint() const;
  [[nodiscard]] double as_double() const;
  [[nodiscard]] std::string_view as_string()
      const;                                 // of String; of Bytes the octets; of Type its name
  [[nodiscard]] Seconds as_seconds() const;  // of Timestamp, Duration
  [[nodiscard]] const Datum* as_optional() const;  // null for none
  [[nodiscard]] const Opaque& as_opaque() const;
  [[nodiscard]] const EvalError& as_error() const;
  [[nodiscard]] std::span<const UnknownAttribute> as_unknown() const;

  // Lists and maps, whether bound or made by an expression.
  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] Datum item(std::size_t index) const;   // of a List
  [[nodiscard]] const void* identity() const;          // of a List: one list, one address
  [[nodiscard]] Entry entry(std::size_t index) const;  // of a Map, in its order
  [[nodiscard]] bool find(const Datum& key,
                          Datum& found) const;  // of a Map; numbers meet across types
  // The list or map of a bound tree that this datum views; nothing when an expression made it.
  [[nodiscard]] std::optional<value::Value> tree() const;
  // The null of something a Terraform resource does not set (value::Value::absent).
  [[nodiscard]] bool is_absent() const {
    return kind_ == DatumKind::Null && (flags_ & kAbsent) != 0;
  }
  [[nodiscard]] static Datum absent();
  [[nodiscard]] bool is_number() const {
    return kind_ == DatumKind::Int || kind_ == DatumKind::Uint || kind_ == DatumKind::Double;
  }

  // CEL's `==` on two values of any kind but Error and Unknown: numbers across types, maps without
  // order.
  [[nodiscard]] static bool equal(const Datum& a, const Datum& b);

  // CEL's `<` and its kin, of two numbers, or two of one ordered kind; nothing for any other two.
  [[nodiscard]] static std::optional<std::partial_ordering> compare(const Datum& a, const Datum& b);

  // "int", "google.protobuf.Timestamp", "kubernetes.Quantity": what type() says.
  [[nodiscard]] std::string_view type_name() const;

  // As a value::Value, for messages and JSON: bytes in base64, timestamps and opaques as text.
  [[nodiscard]] value::Value to_value(Arena& arena) const;

 private:
  enum Flag : std::uint8_t { kAbsent = 1, kTree = 2 };

  DatumKind kind_ = DatumKind::Null;
  std::uint8_t flags_ = 0;
  std::uint32_t size_ = 0;
  union {
    bool bool_;
    std::int64_t int_ = 0;
    std::uint64_t uint_;
    double double_;
    const void* pointer_;
  };
};

static_assert(sizeof(Datum) == 16);

struct Entry {
  Datum key;
  Datum value;
};

}  // namespace stopgate::cel
