// The sets and encoders extensions, and jsonpatch.escapeKey.

#include "base/base64.h"
#include "base/text.h"
#include "cel/cost.h"
#include "cel/encoding.h"
#include "cel/libraries.h"

namespace stopgate::cel {

namespace {

bool holds(const Datum& list, const Datum& item) {
  for (std::size_t i = 0; i < list.size(); ++i)
    if (Datum::equal(list.item(i), item)) return true;
  return false;
}

bool holds_all(const Datum& list, const Datum& items) {
  for (std::size_t i = 0; i < items.size(); ++i)
    if (!holds(list, items.item(i))) return false;
  return true;
}

Datum contains(EvalContext&, Args args) {
  return Datum::boolean(holds_all(args[0], args[1]));
}

Datum equivalent(EvalContext&, Args args) {
  return Datum::boolean(holds_all(args[0], args[1]) && holds_all(args[1], args[0]));
}

Datum intersects(EvalContext&, Args args) {
  for (std::size_t i = 0; i < args[1].size(); ++i)
    if (holds(args[0], args[1].item(i))) return Datum::boolean(true);
  return Datum::boolean(false);
}

Datum decode(EvalContext& ctx, Args args) {
  const auto octets = base64_decode(args[0].as_string());
  if (!octets) return fail(ctx, "illegal base64 data: " + quoted(args[0].as_string(), 60));
  return Datum::bytes(ctx.arena().copy(*octets));
}

Datum encode(EvalContext& ctx, Args args) {
  return Datum::string(ctx.arena(), base64_encode(args[0].as_string()));
}

Datum escape_key(EvalContext& ctx, Args args) {
  std::string out;
  for (const char c : args[0].as_string()) {
    if (c == '~')
      out += "~0";
    else if (c == '/')
      out += "~1";
    else
      out += c;
  }
  return Datum::string(ctx.arena(), out);
}

std::uint64_t cost_of_pairs(Args args) {
  return 1 + std::uint64_t{args[0].size()} * args[1].size();
}
std::uint64_t cost_both_ways(Args args) {
  return 1 + 2 * std::uint64_t{args[0].size()} * args[1].size();
}
std::uint64_t cost_of_pass(Args args) {
  return cost_of_length(length_of(args[0]));
}

}  // namespace

void add_sets(Environment& environment) {
  add_function(environment, "sets.contains(list(<T>), list(<T>)) -> bool", contains, cost_of_pairs);
  add_function(environment, "sets.equivalent(list(<T>), list(<T>)) -> bool", equivalent,
               cost_both_ways);
  add_function(environment, "sets.intersects(list(<T>), list(<T>)) -> bool", intersects,
               cost_of_pairs);
}

void add_encoders(Environment& environment) {
  add_function(environment, "base64.decode(string) -> bytes", decode, cost_of_pass);
  add_function(environment, "base64.encode(bytes) -> string", encode, cost_of_pass);
}

void add_json_patch(Environment& environment) {
  add_function(environment, "jsonpatch.escapeKey(string) -> string", escape_key, cost_of_pass);
}

}  // namespace stopgate::cel
