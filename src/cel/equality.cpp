#include "cel/equality.h"

#include <algorithm>
#include <cmath>

namespace stopgate::cel {

namespace {

std::partial_ordering reverse(std::partial_ordering order) {
  return 0 <=> order;
}

Equality both(Equality a, Equality b) {
  if (a == Equality::Different || b == Equality::Different) return Equality::Different;
  return a == Equality::Undecided ? a : b;
}

Equality decided(bool same) {
  return same ? Equality::Same : Equality::Different;
}

Equality equal_lists(const Datum& a, const Datum& b, std::size_t& compared) {
  if (a.size() != b.size()) return Equality::Different;
  auto result = Equality::Same;
  for (std::size_t i = 0; i < a.size() && result != Equality::Different; ++i)
    result = both(result, equality(a.item(i), b.item(i), compared));
  return result;
}

Equality equal_maps(const Datum& a, const Datum& b, std::size_t& compared) {
  if (a.size() != b.size()) return Equality::Different;
  auto result = Equality::Same;
  for (std::size_t i = 0; i < a.size() && result != Equality::Different; ++i) {
    const auto entry = a.entry(i);
    Datum other;
    if (!b.find(entry.key, other)) return Equality::Different;
    result = both(result, equality(entry.value, other, compared));
  }
  return result;
}

Equality equal_optionals(const Datum& a, const Datum& b, std::size_t& compared) {
  const auto* x = a.as_optional();
  const auto* y = b.as_optional();
  if (x == nullptr || y == nullptr) return decided(x == y);
  return equality(*x, *y, compared);
}

}  // namespace

std::partial_ordering compare_numbers(const Datum& a, const Datum& b) {
  using enum DatumKind;
  if (a.kind() == Double) {
    if (b.kind() == Double) return a.as_double() <=> b.as_double();
    return a.as_double() <=>
           (b.kind() == Int ? static_cast<double>(b.as_int()) : static_cast<double>(b.as_uint()));
  }
  if (b.kind() == Double) return reverse(compare_numbers(b, a));
  if (a.kind() == b.kind()) {
    if (a.kind() == Int) return a.as_int() <=> b.as_int();
    return a.as_uint() <=> b.as_uint();
  }
  if (a.kind() == Uint) return reverse(compare_numbers(b, a));
  if (a.as_int() < 0) return std::partial_ordering::less;
  return static_cast<std::uint64_t>(a.as_int()) <=> b.as_uint();
}

Equality equality(const Datum& a, const Datum& b) {
  std::size_t compared = 0;
  return equality(a, b, compared);
}

Equality equality(const Datum& a, const Datum& b, std::size_t& compared) {
  ++compared;
  if (a.is_unknown() || b.is_unknown()) return Equality::Undecided;
  if (a.is_number() && b.is_number()) return decided(compare_numbers(a, b) == 0);
  if (a.kind() != b.kind()) return Equality::Different;
  switch (a.kind()) {
    case DatumKind::Null:
      return Equality::Same;
    case DatumKind::Bool:
      return decided(a.as_bool() == b.as_bool());
    case DatumKind::String:
    case DatumKind::Bytes:
    case DatumKind::Type:
      return decided(a.as_string() == b.as_string());
    case DatumKind::List:
      return equal_lists(a, b, compared);
    case DatumKind::Map:
      return equal_maps(a, b, compared);
    case DatumKind::Timestamp:
    case DatumKind::Duration:
      return decided(a.as_seconds() == b.as_seconds());
    case DatumKind::Optional:
      return equal_optionals(a, b, compared);
    case DatumKind::Opaque:
      return decided(a.as_opaque().type == b.as_opaque().type &&
                     a.as_opaque().equals(b.as_opaque()));
    case DatumKind::Int:
    case DatumKind::Uint:
    case DatumKind::Double:  // above
    case DatumKind::Error:
    case DatumKind::Unknown:
      break;
  }
  return Equality::Different;
}

bool Datum::equal(const Datum& a, const Datum& b) {
  return equality(a, b) == Equality::Same;
}

std::optional<std::partial_ordering> Datum::compare(const Datum& a, const Datum& b) {
  if (a.is_number() && b.is_number()) return compare_numbers(a, b);
  if (a.kind() != b.kind()) return std::nullopt;
  switch (a.kind()) {
    case DatumKind::Bool:
      return a.as_bool() <=> b.as_bool();
    case DatumKind::String:
    case DatumKind::Bytes:
      return a.as_string() <=> b.as_string();
    case DatumKind::Timestamp:
    case DatumKind::Duration:
      return a.as_seconds() <=> b.as_seconds();
    default:
      return std::nullopt;
  }
}

bool holds_unknown(const Datum& datum) {
  if (datum.is_unknown()) return true;
  if (datum.kind() == DatumKind::Optional)
    return datum.as_optional() != nullptr && holds_unknown(*datum.as_optional());
  if (datum.kind() == DatumKind::List) {
    for (std::size_t i = 0; i < datum.size(); ++i)
      if (holds_unknown(datum.item(i))) return true;
  }
  if (datum.kind() == DatumKind::Map) {
    for (std::size_t i = 0; i < datum.size(); ++i)
      if (holds_unknown(datum.entry(i).value)) return true;
  }
  return false;
}

bool lists_unknown(const Datum& datum) {
  if (datum.is_unknown()) return true;
  if (datum.kind() != DatumKind::List) return false;
  for (std::size_t i = 0; i < datum.size(); ++i)
    if (lists_unknown(datum.item(i))) return true;
  return false;
}

}  // namespace stopgate::cel
