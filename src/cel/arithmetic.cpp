#include "cel/arithmetic.h"

#include <string>

#include "cel/time.h"

namespace stopgate::cel {

namespace {

Datum on_ints(Arena& arena, NodeKind kind, std::int64_t a, std::int64_t b) {
  std::int64_t result = 0;
  bool overflow = false;
  if ((kind == NodeKind::Divide || kind == NodeKind::Modulo) && b == 0)
    return Datum::error(arena, kind == NodeKind::Divide ? "divide by zero" : "modulus by zero");
  switch (kind) {
    case NodeKind::Add:
      overflow = __builtin_add_overflow(a, b, &result);
      break;
    case NodeKind::Subtract:
      overflow = __builtin_sub_overflow(a, b, &result);
      break;
    case NodeKind::Multiply:
      overflow = __builtin_mul_overflow(a, b, &result);
      break;
    case NodeKind::Divide:
      overflow = a == INT64_MIN && b == -1;
      if (!overflow) result = a / b;
      break;
    default:
      overflow = a == INT64_MIN && b == -1;
      if (!overflow) result = a % b;
      break;
  }
  return overflow ? Datum::error(arena, "integer overflow") : Datum::integer(result);
}

Datum on_uints(Arena& arena, NodeKind kind, std::uint64_t a, std::uint64_t b) {
  std::uint64_t result = 0;
  bool overflow = false;
  if ((kind == NodeKind::Divide || kind == NodeKind::Modulo) && b == 0)
    return Datum::error(arena, kind == NodeKind::Divide ? "divide by zero" : "modulus by zero");
  switch (kind) {
    case NodeKind::Add:
      overflow = __builtin_add_overflow(a, b, &result);
      break;
    case NodeKind::Subtract:
      overflow = __builtin_sub_overflow(a, b, &result);
      break;
    case NodeKind::Multiply:
      overflow = __builtin_mul_overflow(a, b, &result);
      break;
    case NodeKind::Divide:
      result = a / b;
      break;
    default:
      result = a % b;
      break;
  }
  return overflow ? Datum::error(arena, "unsigned integer overflow")
                  : Datum::unsigned_integer(result);
}

std::optional<Datum> on_doubles(NodeKind kind, double a, double b) {
  switch (kind) {
    case NodeKind::Add:
      return Datum::number(a + b);
    case NodeKind::Subtract:
      return Datum::number(a - b);
    case NodeKind::Multiply:
      return Datum::number(a * b);
    case NodeKind::Divide:
      return Datum::number(a / b);
    default:
      return std::nullopt;
  }
}

Datum joined_text(Arena& arena, const Datum& a, const Datum& b) {
  const auto x = a.as_string();
  const auto y = b.as_string();
  auto* to = static_cast<char*>(arena.allocate(x.size() + y.size(), 1));
  std::copy(x.begin(), x.end(), to);
  std::copy(y.begin(), y.end(), to + x.size());
  const std::string_view text(to, x.size() + y.size());
  return a.is_string() ? Datum::string(text) : Datum::bytes(text);
}

Datum joined_lists(Arena& arena, const Datum& a, const Datum& b) {
  if (a.size() == 0) return b;
  if (b.size() == 0) return a;
  std::vector<Datum> items;
  items.reserve(a.size() + b.size());
  for (std::size_t i = 0; i < a.size(); ++i) items.push_back(a.item(i));
  for (std::size_t i = 0; i < b.size(); ++i) items.push_back(b.item(i));
  return Datum::list(arena, items);
}

std::optional<Datum> on_times(Arena& arena, NodeKind kind, const Datum& a, const Datum& b) {
  using enum DatumKind;
  const auto x = a.as_seconds();
  const auto y = b.as_seconds();
  if (kind == NodeKind::Add) {
    if (a.kind() == Timestamp && b.kind() == Timestamp) return std::nullopt;
    const auto sum = add_seconds(x, y);
    return a.kind() == Duration && b.kind() == Duration ? duration_in_range(arena, sum)
                                                        : timestamp_in_range(arena, sum);
  }
  if (kind != NodeKind::Subtract || (a.kind() == Duration && b.kind() == Timestamp))
    return std::nullopt;
  const auto difference = add_seconds(x, {-y.seconds, -y.nanos});
  if (a.kind() == Timestamp && b.kind() == Duration) return timestamp_in_range(arena, difference);
  return duration_in_range(arena, difference);
}

bool is_time(const Datum& datum) {
  return datum.kind() == DatumKind::Timestamp || datum.kind() == DatumKind::Duration;
}

}  // namespace

std::optional<Datum> arithmetic(Arena& arena, NodeKind kind, const Datum& a, const Datum& b) {
  if (is_time(a) && is_time(b)) return on_times(arena, kind, a, b);
  if (a.kind() != b.kind()) return std::nullopt;
  switch (a.kind()) {
    case DatumKind::Int:
      return on_ints(arena, kind, a.as_int(), b.as_int());
    case DatumKind::Uint:
      return on_uints(arena, kind, a.as_uint(), b.as_uint());
    case DatumKind::Double:
      return on_doubles(kind, a.as_double(), b.as_double());
    case DatumKind::String:
    case DatumKind::Bytes:
      if (kind != NodeKind::Add) return std::nullopt;
      if (a.as_string().size() + b.as_string().size() > UINT32_MAX)
        return Datum::error(arena, "text is longer than 4 GiB");
      return joined_text(arena, a, b);
    case DatumKind::List:
      return kind == NodeKind::Add ? std::optional(joined_lists(arena, a, b)) : std::nullopt;
    default:
      return std::nullopt;
  }
}

std::optional<Datum> negated(Arena& arena, const Datum& a) {
  if (a.kind() == DatumKind::Double) return Datum::number(-a.as_double());
  if (a.kind() != DatumKind::Int) return std::nullopt;
  if (a.as_int() == INT64_MIN) return Datum::error(arena, "integer overflow");
  return Datum::integer(-a.as_int());
}

}  // namespace stopgate::cel
