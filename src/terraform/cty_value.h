#pragma once

// CtyValue: a Terraform value while expressions are evaluated, with the semantics of HashiCorp's
// cty: typed nulls, unknowns with what is known about them, marks that spread. Finished resources
// are lowered to value::Value (lower.h).
//
// Immutable and cheap to copy: contents are shared. Every value knows the expression at which it
// was written, so that a finding may point at the one element of a list that is wrong.

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/symbol.h"
#include "source/span.h"
#include "terraform/cty_type.h"
#include "terraform/number.h"

namespace stopgate::terraform {

struct CtyMember;

// What is known about a value that is not known.
struct UnknownInfo {
  std::string reason = {};   // "known only after apply"
  std::string subject = {};  // what would decide it: "aws_s3_bucket.b.id"
  bool not_null = false;
  std::string prefix = {};     // of a string
  std::size_t min_length = 0;  // of a list, set or map
  std::size_t max_length = std::numeric_limits<std::size_t>::max();

  bool operator==(const UnknownInfo&) const = default;
};

inline constexpr std::string_view kAfterApply = "known only after apply";
inline constexpr std::string_view kNotEvaluated = "could not be evaluated";

struct Marks {
  bool sensitive = false;
  bool ephemeral = false;

  [[nodiscard]] bool any() const { return sensitive || ephemeral; }
  friend Marks operator|(Marks a, Marks b) {
    return {a.sensitive || b.sensitive, a.ephemeral || b.ephemeral};
  }
  bool operator==(const Marks&) const = default;
};

class CtyValue {
 public:
  CtyValue() = default;  // null of no type
  [[nodiscard]] static CtyValue null(const Type& type = Type::dynamic());
  [[nodiscard]] static CtyValue unknown(const Type& type, UnknownInfo info);
  [[nodiscard]] static CtyValue boolean(bool value);
  [[nodiscard]] static CtyValue number(Number value);
  // Brought into Unicode's normal form C, as cty does.
  [[nodiscard]] static CtyValue string(std::string text);
  [[nodiscard]] static CtyValue tuple(std::vector<CtyValue> elements);
  // Members in any order; of equal keys the last wins.
  [[nodiscard]] static CtyValue object(std::vector<CtyMember> members);
  // Elements are of the element type already.
  [[nodiscard]] static CtyValue list(const Type& element, std::vector<CtyValue> elements);
  [[nodiscard]] static CtyValue set(const Type& element, std::vector<CtyValue> elements);
  [[nodiscard]] static CtyValue map(const Type& element, std::vector<CtyMember> members);
  // A value of a sequence type (list, set, tuple of that many elements).
  [[nodiscard]] static CtyValue sequence(const Type& type, std::vector<CtyValue> elements);

  [[nodiscard]] const Type& type() const { return type_; }
  [[nodiscard]] TypeKind kind() const { return type_.kind(); }
  [[nodiscard]] bool is_null() const { return state_ == State::Null; }
  [[nodiscard]] bool is_unknown() const { return state_ == State::Unknown; }
  // Neither null nor unknown: the accessors below may be used.
  [[nodiscard]] bool is_concrete() const { return state_ == State::Concrete; }
  // Surely not null, be it known or not.
  [[nodiscard]] bool is_not_null() const;
  // Nothing in it is unknown.
  [[nodiscard]] bool is_wholly_known() const;

  // Each asserts is_concrete() and the kind.
  [[nodiscard]] bool as_bool() const { return std::get<bool>(payload_); }
  [[nodiscard]] const Number& as_number() const { return std::get<Number>(payload_); }
  [[nodiscard]] const std::string& as_string() const { return *std::get<Text>(payload_); }
  // Of list, set (in order) and tuple.
  [[nodiscard]] std::span<const CtyValue> elements() const;
  // Of map and object, by key.
  [[nodiscard]] std::span<const CtyMember> members() const;
  [[nodiscard]] const CtyMember* find(Symbol key) const;
  // Elements or members.
  [[nodiscard]] std::size_t size() const;
  // Asserts is_unknown().
  [[nodiscard]] const UnknownInfo& unknown_info() const { return *std::get<Info>(payload_); }
  // The first unknown in it, itself or inside; null when it is wholly known.
  [[nodiscard]] const UnknownInfo* first_unknown() const;

  [[nodiscard]] Marks marks() const { return marks_; }
  [[nodiscard]] bool is_sensitive() const { return marks_.sensitive; }
  // Of itself and of everything inside.
  [[nodiscard]] Marks deep_marks() const;
  [[nodiscard]] CtyValue with_marks(Marks marks) const;  // added to those it has
  [[nodiscard]] CtyValue without_marks() const;          // its own only
  [[nodiscard]] CtyValue without_deep_marks() const;

  // Where it was written; unknown for what was computed.
  [[nodiscard]] source::Place place() const { return place_; }
  [[nodiscard]] CtyValue with_place(source::Place place) const;

 private:
  enum class State : std::uint8_t { Null, Unknown, Concrete };
  using Text = std::shared_ptr<const std::string>;
  using Elements = std::shared_ptr<const std::vector<CtyValue>>;
  using Members = std::shared_ptr<const std::vector<CtyMember>>;
  using Info = std::shared_ptr<const UnknownInfo>;

  [[nodiscard]] static CtyValue of_members(Type type, std::vector<CtyMember> members);

  Type type_;
  State state_ = State::Null;
  Marks marks_;
  source::Place place_;
  std::variant<std::monostate, bool, Number, Text, Elements, Members, Info> payload_;
};

struct CtyMember {
  Symbol key = {};
  CtyValue value = {};
  source::Place key_place = {};
};

// Same type, same content, same unknowns; marks and places do not count.
[[nodiscard]] bool same_value(const CtyValue& a, const CtyValue& b);

// `==` as Terraform answers it: true, false, or nothing when that depends on what is unknown.
// Converts nothing: 1 and "1" differ.
[[nodiscard]] std::optional<bool> equals(const CtyValue& a, const CtyValue& b);

// JSON of a wholly known value, for messages and tests: unknown as "(unknown: reason)", marks
// ignored.
[[nodiscard]] std::string to_text(const CtyValue& value);

}  // namespace stopgate::terraform
