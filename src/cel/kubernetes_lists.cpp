// Kubernetes' lists: isSorted, sum, min, max, indexOf, lastIndexOf, includes.

#include <array>

#include "cel/arithmetic.h"
#include "cel/libraries.h"

namespace stopgate::cel {

namespace {

constexpr std::array<const char*, 8> kComparable = {"int",      "uint",      "double", "bool",
                                                    "duration", "timestamp", "string", "bytes"};

Datum is_sorted(EvalContext& ctx, Args args) {
  for (std::size_t i = 1; i < args[0].size(); ++i) {
    const auto order = Datum::compare(args[0].item(i - 1), args[0].item(i));
    if (!order) return fail(ctx, "no such overload: elements of the list cannot be compared");
    if (*order > 0) return Datum::boolean(false);
  }
  return Datum::boolean(true);
}

Datum sum(EvalContext& ctx, Args args) {
  if (args[0].size() == 0) return Datum::integer(0);
  auto total = args[0].item(0);
  if (!total.is_number() && total.kind() != DatumKind::Duration)
    return fail(ctx, "no such overload: sum of " + std::string(total.type_name()));
  for (std::size_t i = 1; i < args[0].size(); ++i) {
    const auto next = arithmetic(ctx.arena(), NodeKind::Add, total, args[0].item(i));
    if (!next)
      return fail(ctx, "no such overload: sum of " + std::string(total.type_name()) + " and " +
                           std::string(args[0].item(i).type_name()));
    if (next->is_error()) return *next;
    total = *next;
  }
  return total;
}

// An element that cannot be compared with the best so far is passed over, as Kubernetes does.
Datum extreme(EvalContext& ctx, Args args, bool greatest) {
  if (args[0].size() == 0)
    return fail(ctx, greatest ? "max called on empty list" : "min called on empty list");
  auto best = args[0].item(0);
  for (std::size_t i = 1; i < args[0].size(); ++i) {
    const auto item = args[0].item(i);
    const auto order = Datum::compare(item, best);
    if (order && (greatest ? *order > 0 : *order < 0)) best = item;
  }
  return best;
}

Datum index_of(EvalContext&, Args args) {
  for (std::size_t i = 0; i < args[0].size(); ++i)
    if (Datum::equal(args[0].item(i), args[1])) return Datum::integer(static_cast<std::int64_t>(i));
  return Datum::integer(-1);
}

Datum last_index_of(EvalContext&, Args args) {
  for (auto i = args[0].size(); i-- > 0;)
    if (Datum::equal(args[0].item(i), args[1])) return Datum::integer(static_cast<std::int64_t>(i));
  return Datum::integer(-1);
}

Datum includes(EvalContext& ctx, Args args) {
  if (args[0].kind() != DatumKind::List) return Datum::boolean(Datum::equal(args[0], args[1]));
  return Datum::boolean(index_of(ctx, args).as_int() >= 0);
}

// One for each scalar within, a tenth of a text's length.
std::uint64_t cost_of_traversal(const Datum& value) {
  if (value.is_string() || value.kind() == DatumKind::Bytes) return value.as_string().size() / 10;
  std::uint64_t cost = 0;
  if (value.kind() == DatumKind::List) {
    for (std::size_t i = 0; i < value.size(); ++i) cost += cost_of_traversal(value.item(i));
    return cost;
  }
  if (value.kind() == DatumKind::Map) {
    for (std::size_t i = 0; i < value.size(); ++i)
      cost += cost_of_traversal(value.entry(i).key) + cost_of_traversal(value.entry(i).value);
    return cost;
  }
  return 1;
}

std::uint64_t traversal(Args args) {
  return cost_of_traversal(args[0]);
}

}  // namespace

void add_kubernetes_lists(Environment& environment) {
  for (const std::string type : kComparable) {
    add_function(environment, "list(" + type + ").isSorted() -> bool", is_sorted, traversal);
    add_function(
        environment, "list(" + type + ").min() -> " + type,
        [](EvalContext& ctx, Args args) { return extreme(ctx, args, false); }, traversal);
    add_function(
        environment, "list(" + type + ").max() -> " + type,
        [](EvalContext& ctx, Args args) { return extreme(ctx, args, true); }, traversal);
  }
  for (const std::string type : {"int", "uint", "double", "duration"})
    add_function(environment, "list(" + type + ").sum() -> " + type, sum, traversal);
  add_function(environment, "list(<A>).indexOf(<A>) -> int", index_of, traversal);
  add_function(environment, "list(<A>).lastIndexOf(<A>) -> int", last_index_of, traversal);
}

void add_includes(Environment& environment) {
  add_function(environment, "dyn.includes(dyn) -> bool", includes, traversal);
}

}  // namespace stopgate::cel
