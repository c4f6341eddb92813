#include "terraform/cty_value.h"

#include <algorithm>
#include <cassert>

#include "terraform/cty_json.h"
#include "terraform/cty_set.h"
#include "terraform/text_unicode.h"

namespace stopgate::terraform {

CtyValue CtyValue::null(const Type& type) {
  CtyValue value;
  value.type_ = type;
  return value;
}

CtyValue CtyValue::unknown(const Type& type, UnknownInfo info) {
  CtyValue value;
  value.type_ = type;
  value.state_ = State::Unknown;
  value.payload_ = std::make_shared<const UnknownInfo>(std::move(info));
  return value;
}

CtyValue CtyValue::boolean(bool value) {
  CtyValue result;
  result.type_ = Type::boolean();
  result.state_ = State::Concrete;
  result.payload_ = value;
  return result;
}

CtyValue CtyValue::number(Number value) {
  CtyValue result;
  result.type_ = Type::number();
  result.state_ = State::Concrete;
  result.payload_ = std::move(value);
  return result;
}

CtyValue CtyValue::string(std::string text) {
  CtyValue result;
  result.type_ = Type::string();
  result.state_ = State::Concrete;
  result.payload_ = std::make_shared<const std::string>(normalized(std::move(text)));
  return result;
}

CtyValue CtyValue::tuple(std::vector<CtyValue> elements) {
  std::vector<Type> types;
  types.reserve(elements.size());
  for (const auto& element : elements) types.push_back(element.type());
  return sequence(Type::tuple(std::move(types)), std::move(elements));
}

CtyValue CtyValue::list(const Type& element, std::vector<CtyValue> elements) {
  return sequence(Type::list(element), std::move(elements));
}

CtyValue CtyValue::set(const Type& element, std::vector<CtyValue> elements) {
  return sequence(Type::set(element), std::move(elements));
}

CtyValue CtyValue::sequence(const Type& type, std::vector<CtyValue> elements) {
  assert(type.is_sequence());
  CtyValue result;
  result.type_ = type;
  result.state_ = State::Concrete;
  if (type.kind() == TypeKind::Set) {
    // A set cannot tell its members' marks apart: it has them itself.
    for (auto& element : elements) {
      const auto marks = element.deep_marks();
      if (!marks.any()) continue;
      result.marks_ = result.marks_ | marks;
      element = element.without_deep_marks();
    }
    make_set_order(elements);
  }
  result.payload_ = std::make_shared<const std::vector<CtyValue>>(std::move(elements));
  return result;
}

namespace {

// By key; of equal keys the last stays.
void order_members(std::vector<CtyMember>& members) {
  // Mostly they come in order and unique.
  const auto not_before = [](const CtyMember& a, const CtyMember& b) { return a.key >= b.key; };
  if (std::ranges::adjacent_find(members, not_before) == members.end()) return;
  std::ranges::stable_sort(members, {}, &CtyMember::key);
  std::size_t kept = 0;
  for (std::size_t at = 0; at < members.size(); ++at) {
    if (at + 1 < members.size() && members[at + 1].key == members[at].key) continue;
    if (kept != at) members[kept] = std::move(members[at]);
    ++kept;
  }
  members.resize(kept);
}

}  // namespace

CtyValue CtyValue::of_members(Type type, std::vector<CtyMember> members) {
  CtyValue result;
  result.type_ = std::move(type);
  result.state_ = State::Concrete;
  result.payload_ = std::make_shared<const std::vector<CtyMember>>(std::move(members));
  return result;
}

CtyValue CtyValue::object(std::vector<CtyMember> members) {
  order_members(members);
  std::vector<TypeAttribute> attributes;
  attributes.reserve(members.size());
  for (const auto& member : members)
    attributes.push_back({.name = member.key, .type = member.value.type()});
  return of_members(Type::object(std::move(attributes)), std::move(members));
}

CtyValue CtyValue::map(const Type& element, std::vector<CtyMember> members) {
  order_members(members);
  return of_members(Type::map(element), std::move(members));
}

bool CtyValue::is_not_null() const {
  return is_unknown() ? unknown_info().not_null : is_concrete();
}

bool CtyValue::is_wholly_known() const {
  return first_unknown() == nullptr;
}

const UnknownInfo* CtyValue::first_unknown() const {
  if (is_unknown()) return &unknown_info();
  if (is_null() || type_.is_primitive()) return nullptr;
  if (type_.is_mapping()) {
    for (const auto& member : members()) {
      if (const auto* found = member.value.first_unknown()) return found;
    }
    return nullptr;
  }
  for (const auto& element : elements()) {
    if (const auto* found = element.first_unknown()) return found;
  }
  return nullptr;
}

std::span<const CtyValue> CtyValue::elements() const {
  assert(is_concrete() && type_.is_sequence());
  return *std::get<Elements>(payload_);
}

std::span<const CtyMember> CtyValue::members() const {
  assert(is_concrete() && type_.is_mapping());
  return *std::get<Members>(payload_);
}

const CtyMember* CtyValue::find(Symbol key) const {
  const auto all = members();
  const auto found = std::ranges::lower_bound(all, key, {}, &CtyMember::key);
  return found == all.end() || found->key != key ? nullptr : &*found;
}

std::size_t CtyValue::size() const {
  return type_.is_mapping() ? members().size() : elements().size();
}

Marks CtyValue::deep_marks() const {
  auto marks = marks_;
  if (!is_concrete() || type_.is_primitive()) return marks;
  if (type_.is_mapping()) {
    for (const auto& member : members()) marks = marks | member.value.deep_marks();
  } else {
    for (const auto& element : elements()) marks = marks | element.deep_marks();
  }
  return marks;
}

CtyValue CtyValue::with_marks(Marks marks) const {
  auto copy = *this;
  copy.marks_ = marks_ | marks;
  return copy;
}

CtyValue CtyValue::without_marks() const {
  auto copy = *this;
  copy.marks_ = {};
  return copy;
}

CtyValue CtyValue::without_deep_marks() const {
  if (!deep_marks().any()) return *this;
  auto copy = without_marks();
  if (!is_concrete() || type_.is_primitive()) return copy;
  if (type_.is_mapping()) {
    std::vector<CtyMember> plain(members().begin(), members().end());
    for (auto& member : plain) member.value = member.value.without_deep_marks();
    copy.payload_ = std::make_shared<const std::vector<CtyMember>>(std::move(plain));
  } else {
    std::vector<CtyValue> plain(elements().begin(), elements().end());
    for (auto& element : plain) element = element.without_deep_marks();
    copy.payload_ = std::make_shared<const std::vector<CtyValue>>(std::move(plain));
  }
  return copy;
}

CtyValue CtyValue::with_place(source::Place place) const {
  auto copy = *this;
  copy.place_ = place;
  return copy;
}

std::string to_text(const CtyValue& value) {
  std::string text;
  append_json(text, value, JsonStyle::Shown);
  return text;
}

}  // namespace stopgate::terraform
