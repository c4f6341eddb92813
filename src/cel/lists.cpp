// The lists extension: slice, flatten, distinct, sort, reverse, range, first, last.

#include <algorithm>
#include <unordered_map>
#include <vector>

#include "cel/libraries.h"
#include "cel/made_map.h"

namespace stopgate::cel {

namespace {

std::string range_text(std::int64_t begin, std::int64_t end) {
  return "cannot slice(" + std::to_string(begin) + ", " + std::to_string(end) + "), ";
}

Datum slice(EvalContext& ctx, Args args) {
  const auto begin = args[1].as_int();
  const auto end = args[2].as_int();
  const auto size = args[0].size();
  if (begin < 0 || end < 0)
    return fail(ctx, range_text(begin, end) + "negative indexes not supported");
  if (begin > end)
    return fail(ctx,
                range_text(begin, end) + "start index must be less than or equal to end index");
  if (static_cast<std::uint64_t>(end) > size)
    return fail(ctx, range_text(begin, end) + "list is length " + std::to_string(size));
  std::vector<Datum> items;
  for (auto i = static_cast<std::size_t>(begin); i < static_cast<std::size_t>(end); ++i)
    items.push_back(args[0].item(i));
  ctx.charge(items.size());
  return Datum::list(ctx.arena(), items);
}

// Recursion goes no deeper than the lists do, and they nest by what the expression or the input
// nests. Lists that are held many times make the result longer than all that was paid for: that is
// charged.
void flatten_into(EvalContext& ctx, const Datum& list, std::int64_t levels, std::size_t paid,
                  std::vector<Datum>& out) {
  for (std::size_t i = 0; i < list.size(); ++i) {
    const auto item = list.item(i);
    if (item.kind() == DatumKind::List && levels > 0)
      flatten_into(ctx, item, levels - 1, paid, out);
    else
      out.push_back(item);
    if (out.size() > paid && !ctx.charge(1)) return;
  }
}

Datum flatten(EvalContext& ctx, Args args) {
  const auto levels = args.size() == 2 ? args[1].as_int() : 1;
  if (levels < 0) return fail(ctx, "level must be non-negative");
  std::vector<Datum> out;
  flatten_into(ctx, args[0], levels, 10 * args[0].size(), out);
  return Datum::list(ctx.arena(), out);
}

// Scalars by hash, the rest by comparison with each other.
Datum distinct(EvalContext& ctx, Args args) {
  std::vector<Datum> out;
  std::unordered_multimap<std::uint64_t, std::size_t> seen;
  for (std::size_t i = 0; i < args[0].size(); ++i) {
    const auto item = args[0].item(i);
    const auto hash = hash_of_key(item);
    const auto [first, last] = seen.equal_range(hash);
    if (std::any_of(first, last,
                    [&](const auto& other) { return Datum::equal(out[other.second], item); }))
      continue;
    if (!may_be_key(item) && !ctx.charge(static_cast<std::uint64_t>(std::distance(first, last))))
      break;
    seen.emplace(hash, out.size());
    out.push_back(item);
  }
  return Datum::list(ctx.arena(), out);
}

Datum sort(EvalContext& ctx, Args args) {
  std::vector<Datum> items;
  for (std::size_t i = 0; i < args[0].size(); ++i) {
    items.push_back(args[0].item(i));
    if (items.back().kind() != items.front().kind())
      return fail(ctx, "list elements must have the same type");
    if (!Datum::compare(items.front(), items.back()))
      return fail(ctx,
                  "list elements must be comparable, not " + std::string(items.back().type_name()));
  }
  std::stable_sort(items.begin(), items.end(),
                   [](const Datum& a, const Datum& b) { return *Datum::compare(a, b) < 0; });
  return Datum::list(ctx.arena(), items);
}

Datum reverse(EvalContext& ctx, Args args) {
  std::vector<Datum> items;
  for (auto i = args[0].size(); i-- > 0;) items.push_back(args[0].item(i));
  return Datum::list(ctx.arena(), items);
}

Datum range(EvalContext& ctx, Args args) {
  const auto count = args[0].as_int();
  if (count < 0)
    return fail(ctx, "lists.range: size must be non-negative, got " + std::to_string(count));
  if (!ctx.charge(static_cast<std::uint64_t>(count))) return fail(ctx, "list is too long");
  std::vector<Datum> items;
  items.reserve(static_cast<std::size_t>(count));
  for (std::int64_t i = 0; i < count; ++i) items.push_back(Datum::integer(i));
  return Datum::list(ctx.arena(), items);
}

Datum first(EvalContext& ctx, Args args) {
  return args[0].size() == 0 ? Datum::optional_none()
                             : Datum::optional_of(ctx.arena(), args[0].item(0));
}

Datum last(EvalContext& ctx, Args args) {
  return args[0].size() == 0 ? Datum::optional_none()
                             : Datum::optional_of(ctx.arena(), args[0].item(args[0].size() - 1));
}

std::uint64_t cost_of_list(Args) {
  return 11;
}
std::uint64_t cost_of_flattening(Args args) {
  const auto levels = args.size() == 2 ? std::max<std::int64_t>(0, args[1].as_int()) : 1;
  return 11 + static_cast<std::uint64_t>(std::min<std::int64_t>(levels, 250)) * args[0].size();
}

std::uint64_t cost_of_walk(Args args) {
  return 11 + args[0].size();
}

// Comparisons of all pairs; a tenth more when texts are compared.
std::uint64_t cost_of_pairs(Args args) {
  const std::uint64_t pairs = std::uint64_t{args[0].size()} * args[0].size();
  const bool is_text = args[0].size() > 0 && args[0].item(0).is_string();
  return 11 + 2 * pairs + (is_text ? pairs / 10 : 0);
}

}  // namespace

void add_lists(Environment& environment) {
  add_function(environment, "list(<T>).slice(int, int) -> list(<T>)", slice, cost_of_list);
  add_function(environment, "list(list(<T>)).flatten() -> list(<T>)", flatten, cost_of_flattening);
  add_function(environment, "list(dyn).flatten() -> list(dyn)", flatten, cost_of_flattening);
  add_function(environment, "list(dyn).flatten(int) -> list(dyn)", flatten, cost_of_flattening);
  add_function(environment, "list(<T>).distinct() -> list(<T>)", distinct, cost_of_pairs);
  for (const std::string type :
       {"int", "uint", "double", "bool", "duration", "timestamp", "string", "bytes"})
    add_function(environment, "list(" + type + ").sort() -> list(" + type + ")", sort,
                 cost_of_pairs);
  add_function(environment, "list(<T>).reverse() -> list(<T>)", reverse, cost_of_walk);
  add_function(environment, "lists.range(int) -> list(int)", range, cost_of_list);
}

void add_list_ends(Environment& environment) {
  add_function(environment, "list(<T>).first() -> optional_type(<T>)", first);
  add_function(environment, "list(<T>).last() -> optional_type(<T>)", last);
}

}  // namespace stopgate::cel
