// quantity() and its methods.

#include "cel/cost.h"
#include "cel/libraries.h"
#include "cel/opaque.h"
#include "cel/quantity.h"

namespace stopgate::cel {

namespace {

constexpr std::string_view kQuantity = "kubernetes.Quantity";

Datum make(EvalContext& ctx, Args args) {
  auto quantity = Quantity::parse(args[0].as_string());
  return quantity ? box(ctx, kQuantity, std::move(*quantity)) : fail(ctx, quantity.error().message);
}

Quantity other(Args args) {
  return args[1].kind() == DatumKind::Int ? Quantity(args[1].as_int()) : unbox<Quantity>(args[1]);
}

int compare(Args args) {
  return unbox<Quantity>(args[0]).compare(unbox<Quantity>(args[1]));
}

std::uint64_t cost_of_text(Args args) {
  return cost_of_length(length_of(args[0]));
}

}  // namespace

void add_quantities(Environment& environment) {
  add_function(environment, "quantity(string) -> kubernetes.Quantity", make, cost_of_text);
  add_function(
      environment, "isQuantity(string) -> bool",
      [](EvalContext&, Args args) {
        return Datum::boolean(Quantity::parse(args[0].as_string()).has_value());
      },
      cost_of_text);
  add_function(environment, "sign(kubernetes.Quantity) -> int", [](EvalContext&, Args args) {
    return Datum::integer(unbox<Quantity>(args[0]).sign());
  });
  add_function(environment, "kubernetes.Quantity.isInteger() -> bool", [](EvalContext&, Args args) {
    return Datum::boolean(unbox<Quantity>(args[0]).as_integer().has_value());
  });
  add_function(
      environment, "kubernetes.Quantity.asInteger() -> int", [](EvalContext& ctx, Args args) {
        const auto value = unbox<Quantity>(args[0]).as_integer();
        return value ? Datum::integer(*value) : fail(ctx, "cannot convert value to integer");
      });
  add_function(
      environment, "kubernetes.Quantity.asApproximateFloat() -> double",
      [](EvalContext&, Args args) { return Datum::number(unbox<Quantity>(args[0]).as_double()); });
  for (const std::string with : {"kubernetes.Quantity", "int"}) {
    add_function(environment, "kubernetes.Quantity.add(" + with + ") -> kubernetes.Quantity",
                 [](EvalContext& ctx, Args args) {
                   return box(ctx, kQuantity, unbox<Quantity>(args[0]).plus(other(args)));
                 });
    add_function(environment, "kubernetes.Quantity.sub(" + with + ") -> kubernetes.Quantity",
                 [](EvalContext& ctx, Args args) {
                   return box(ctx, kQuantity, unbox<Quantity>(args[0]).minus(other(args)));
                 });
  }
  add_function(environment, "kubernetes.Quantity.compareTo(kubernetes.Quantity) -> int",
               [](EvalContext&, Args args) { return Datum::integer(compare(args)); });
  add_function(environment, "kubernetes.Quantity.isGreaterThan(kubernetes.Quantity) -> bool",
               [](EvalContext&, Args args) { return Datum::boolean(compare(args) > 0); });
  add_function(environment, "kubernetes.Quantity.isLessThan(kubernetes.Quantity) -> bool",
               [](EvalContext&, Args args) { return Datum::boolean(compare(args) < 0); });
}

}  // namespace stopgate::cel
