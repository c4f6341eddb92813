#include "terraform/lower.h"

#include <cmath>
#include <vector>

namespace stopgate::terraform {

namespace {

using value::Value;

class Lowering {
 public:
  Lowering(Arena& arena, value::Access access) : arena_(arena), access_(access) {}

  // As deep as the evaluator lets values be.
  Value lower(const CtyValue& value) {
    const auto result = lower_unmarked(value);
    return value.marks().any() ? result.as_sensitive() : result;
  }

 private:
  Value lower_unmarked(const CtyValue& value) {
    if (value.is_null()) return Value::null();
    if (value.is_unknown()) return unknown(value.unknown_info());
    switch (value.kind()) {
      case TypeKind::Dynamic:
        return Value::null();
      case TypeKind::Bool:
        return Value::boolean(value.as_bool());
      case TypeKind::Number:
        return number(value.as_number());
      case TypeKind::String:
        return Value::string(arena_, value.as_string());
      case TypeKind::List:
      case TypeKind::Set:
      case TypeKind::Tuple:
        return list(value);
      case TypeKind::Map:
      case TypeKind::Object:
        return map(value);
    }
    return Value::null();
  }

  Value unknown(const UnknownInfo& info) {
    return Value::unknown(arena_, {.reason = arena_.copy(info.reason),
                                   .subject = arena_.copy(info.subject),
                                   .prefix = arena_.copy(info.prefix),
                                   .not_null = info.not_null});
  }

  Value number(const Number& number) {
    if (const auto small = number.to_int64()) return Value::integer(*small);
    if (number.is_infinite()) return Value::number(number.to_double());
    // Above the signed range a whole number may still fit without a sign.
    static const Number kLimit = Number::parse("18446744073709551615").value_or(Number());
    const auto text = number.to_text();
    if (number.is_integer() && number.sign() > 0 && number <= kLimit)
      return Value::unsigned_integer(std::stoull(text));
    const auto nearest = number.to_double();
    if (std::isfinite(nearest) && Number::from_double(nearest) == number)
      return Value::number(nearest);
    return Value::number(arena_, nearest, arena_.copy(text));
  }

  Value list(const CtyValue& value) {
    std::vector<Value> items;
    std::vector<source::Place> places;
    for (const auto& element : value.elements()) {
      items.push_back(lower(element));
      places.push_back(element.place());
    }
    return value::List::make(arena_, items, places, access_);
  }

  Value map(const CtyValue& value) {
    std::vector<value::Member> members;
    std::vector<value::MemberPlace> places;
    for (const auto& member : value.members()) {
      members.push_back({member.key, lower(member.value)});
      places.push_back(place_of(member));
    }
    return value::Map::make(arena_, members, places, access_);
  }

  // Key and value share a file there: a key that was written elsewhere stands where its value does.
  static value::MemberPlace place_of(const CtyMember& member) {
    const auto value = member.value.place();
    const auto key = member.key_place;
    if (!value.is_known()) return {.file = key.file, .key = key.span, .value = key.span};
    return {.file = value.file,
            .key = key.is_known() && key.file == value.file ? key.span : value.span,
            .value = value.span};
  }

  Arena& arena_;
  value::Access access_;
};

}  // namespace

value::Value lower(Arena& arena, const CtyValue& value, value::Access access) {
  return Lowering(arena, access).lower(value);
}

}  // namespace stopgate::terraform
