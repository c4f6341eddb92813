// Equality of values: as Terraform's `==` answers it, and sameness without questions.

#include <algorithm>

#include "terraform/cty_set.h"
#include "terraform/cty_value.h"

namespace stopgate::terraform {

namespace {

// An unknown against a value that is known: whether they surely differ.
bool surely_differ(const UnknownInfo& unknown, const CtyValue& known) {
  if (known.is_null()) return unknown.not_null;
  if (known.kind() == TypeKind::String) return !known.as_string().starts_with(unknown.prefix);
  if (known.type().is_collection())
    return known.size() > unknown.max_length ||
           (known.kind() != TypeKind::Set && known.size() < unknown.min_length);
  return false;
}

std::optional<bool> compare_unknown(const CtyValue& a, const CtyValue& b) {
  if (a.is_unknown() && b.is_unknown()) {
    const auto& x = a.unknown_info().prefix;
    const auto& y = b.unknown_info().prefix;
    if (!x.starts_with(y) && !y.starts_with(x)) return false;
  } else {
    const auto& known = a.is_unknown() ? b : a;
    if (surely_differ(a.is_unknown() ? a.unknown_info() : b.unknown_info(), known)) return false;
    if (known.is_null()) return std::nullopt;
  }
  const bool may_differ_in_type = a.type().has_dynamic() || b.type().has_dynamic();
  if (!may_differ_in_type && a.is_not_null() && b.is_not_null() && !(a.type() == b.type()))
    return false;
  return std::nullopt;
}

// Sets without unknown members are in order; with them, what is there may yet be the same.
std::optional<bool> compare_sets(const CtyValue& a, const CtyValue& b) {
  if (!a.is_wholly_known() || !b.is_wholly_known()) return std::nullopt;
  return set_text(a) == set_text(b);
}

}  // namespace

std::optional<bool> equals(const CtyValue& a, const CtyValue& b) {
  if (a.is_unknown() || b.is_unknown()) return compare_unknown(a, b);
  if (a.is_null() || b.is_null()) return a.is_null() && b.is_null();
  if (a.kind() != b.kind()) return false;
  if (a.type().is_collection() && !a.type().has_dynamic() && !b.type().has_dynamic() &&
      !(a.type() == b.type()))
    return false;
  switch (a.kind()) {
    case TypeKind::Dynamic:
      return std::nullopt;
    case TypeKind::Bool:
      return a.as_bool() == b.as_bool();
    case TypeKind::Number:
      return a.as_number() == b.as_number();
    case TypeKind::String:
      return a.as_string() == b.as_string();
    case TypeKind::Set:
      return compare_sets(a, b);
    default:
      break;
  }
  if (a.size() != b.size()) return false;
  // A part that differs decides, wherever unknown ones stand.
  bool is_decided = true;
  for (std::size_t at = 0; at < a.size(); ++at) {
    if (a.type().is_mapping() && a.members()[at].key != b.members()[at].key) return false;
    const auto same = a.type().is_mapping() ? equals(a.members()[at].value, b.members()[at].value)
                                            : equals(a.elements()[at], b.elements()[at]);
    if (same == false) return false;
    is_decided = is_decided && same.has_value();
  }
  return is_decided ? std::optional(true) : std::nullopt;
}

bool same_value(const CtyValue& a, const CtyValue& b) {
  if (!(a.type() == b.type()) || a.is_null() != b.is_null() || a.is_unknown() != b.is_unknown())
    return false;
  if (a.is_null()) return true;
  if (a.is_unknown()) return a.unknown_info() == b.unknown_info();
  switch (a.kind()) {
    case TypeKind::Dynamic:
      return true;
    case TypeKind::Bool:
      return a.as_bool() == b.as_bool();
    case TypeKind::Number:
      return a.as_number() == b.as_number();
    case TypeKind::String:
      return a.as_string() == b.as_string();
    case TypeKind::Map:
    case TypeKind::Object:
      return std::ranges::equal(a.members(), b.members(),
                                [](const CtyMember& x, const CtyMember& y) {
                                  return x.key == y.key && same_value(x.value, y.value);
                                });
    case TypeKind::List:
    case TypeKind::Set:
    case TypeKind::Tuple:
      return std::ranges::equal(a.elements(), b.elements(), same_value);
  }
  return false;
}

}  // namespace stopgate::terraform
