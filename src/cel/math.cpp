// The math extension.

#include <array>
#include <cmath>

#include "cel/libraries.h"

namespace stopgate::cel {

namespace {

constexpr std::array<const char*, 3> kNumbers = {"int", "uint", "double"};

// math.greatest and math.least, of arguments or of one list.
Datum extreme(EvalContext& ctx, Args args, bool greatest) {
  const bool is_list = args.size() == 1 && args[0].kind() == DatumKind::List;
  const auto count = is_list ? args[0].size() : args.size();
  const char* name = greatest ? "math.greatest" : "math.least";
  if (count == 0) return fail(ctx, std::string(name) + "(list) argument must not be empty");
  Datum best;
  for (std::size_t i = 0; i < count; ++i) {
    const auto item = is_list ? args[0].item(i) : args[i];
    if (!item.is_number())
      return fail(
          ctx, "no such overload: " + std::string(name) + " of " + std::string(item.type_name()));
    if (i == 0) {
      best = item;
      continue;
    }
    const auto order = *Datum::compare(item, best);
    if (greatest ? order > 0 : order < 0) best = item;
  }
  return best;
}

void add_extremes(Environment& environment, const std::string& name, bool greatest) {
  const auto call = [greatest](EvalContext& ctx, Args args) {
    return extreme(ctx, args, greatest);
  };
  for (const std::string a : kNumbers) {
    add_function(environment, name + "(" + a + ") -> " + a, call);
    add_function(environment, name + "(list(" + a + ")) -> " + a, call);
    for (const std::string b : kNumbers)
      add_function(environment, name + "(" + a + ", " + b + ") -> " + (a == b ? a : "dyn"), call);
  }
}

Datum absolute(EvalContext& ctx, Args args) {
  if (args[0].kind() == DatumKind::Uint) return args[0];
  if (args[0].kind() == DatumKind::Double) return Datum::number(std::abs(args[0].as_double()));
  if (args[0].as_int() == INT64_MIN) return fail(ctx, "integer overflow");
  return Datum::integer(std::abs(args[0].as_int()));
}

Datum sign(EvalContext&, Args args) {
  if (args[0].kind() == DatumKind::Uint)
    return Datum::unsigned_integer(args[0].as_uint() == 0 ? 0 : 1);
  if (args[0].kind() == DatumKind::Int)
    return Datum::integer((args[0].as_int() > 0) - (args[0].as_int() < 0));
  const double number = args[0].as_double();
  return Datum::number(std::isnan(number) ? number
                                          : static_cast<double>((number > 0) - (number < 0)));
}

Datum square_root(EvalContext&, Args args) {
  if (args[0].kind() == DatumKind::Int)
    return Datum::number(std::sqrt(static_cast<double>(args[0].as_int())));
  if (args[0].kind() == DatumKind::Uint)
    return Datum::number(std::sqrt(static_cast<double>(args[0].as_uint())));
  return Datum::number(std::sqrt(args[0].as_double()));
}

void add_of_double(Environment& environment, const std::string& name, double (*compute)(double)) {
  add_function(
      environment, "math." + name + "(double) -> double",
      [compute](EvalContext&, Args args) { return Datum::number(compute(args[0].as_double())); });
}

void add_test(Environment& environment, const std::string& name, bool (*test)(double)) {
  add_function(environment, "math." + name + "(double) -> bool", [test](EvalContext&, Args args) {
    return Datum::boolean(test(args[0].as_double()));
  });
}

std::uint64_t bits_of(const Datum& value) {
  return value.kind() == DatumKind::Uint ? value.as_uint()
                                         : static_cast<std::uint64_t>(value.as_int());
}

Datum with_bits(const Datum& like, std::uint64_t bits) {
  return like.kind() == DatumKind::Uint ? Datum::unsigned_integer(bits)
                                        : Datum::integer(static_cast<std::int64_t>(bits));
}

void add_bitwise(Environment& environment, const std::string& name,
                 std::uint64_t (*compute)(std::uint64_t, std::uint64_t)) {
  const auto call = [compute](EvalContext&, Args args) {
    return with_bits(args[0], compute(bits_of(args[0]), bits_of(args[1])));
  };
  add_function(environment, "math." + name + "(int, int) -> int", call);
  add_function(environment, "math." + name + "(uint, uint) -> uint", call);
}

// Bits that leave are lost, and a shift to the right fills with zeros, also for a negative int.
Datum shift(EvalContext& ctx, Args args, bool left) {
  const auto by = args[1].as_int();
  if (by < 0)
    return fail(ctx, std::string("math.bitShift") + (left ? "Left" : "Right") +
                         "() negative offset: " + std::to_string(by));
  if (by > 63) return with_bits(args[0], 0);
  return with_bits(args[0], left ? bits_of(args[0]) << by : bits_of(args[0]) >> by);
}

void add_bits(Environment& environment) {
  add_bitwise(environment, "bitAnd", [](std::uint64_t a, std::uint64_t b) { return a & b; });
  add_bitwise(environment, "bitOr", [](std::uint64_t a, std::uint64_t b) { return a | b; });
  add_bitwise(environment, "bitXor", [](std::uint64_t a, std::uint64_t b) { return a ^ b; });
  for (const std::string type : {"int", "uint"}) {
    add_function(environment, "math.bitNot(" + type + ") -> " + type,
                 [](EvalContext&, Args args) { return with_bits(args[0], ~bits_of(args[0])); });
    add_function(environment, "math.bitShiftLeft(" + type + ", int) -> " + type,
                 [](EvalContext& ctx, Args args) { return shift(ctx, args, true); });
    add_function(environment, "math.bitShiftRight(" + type + ", int) -> " + type,
                 [](EvalContext& ctx, Args args) { return shift(ctx, args, false); });
  }
}

}  // namespace

void add_math(Environment& environment) {
  add_extremes(environment, "math.greatest", true);
  add_extremes(environment, "math.least", false);
  for (const std::string type : kNumbers) {
    add_function(environment, "math.abs(" + type + ") -> " + type, absolute);
    add_function(environment, "math.sign(" + type + ") -> " + type, sign);
    add_function(environment, "math.sqrt(" + type + ") -> double", square_root);
  }
  add_of_double(environment, "ceil", [](double x) { return std::ceil(x); });
  add_of_double(environment, "floor", [](double x) { return std::floor(x); });
  add_of_double(environment, "round", [](double x) { return std::round(x); });
  add_of_double(environment, "trunc", [](double x) { return std::trunc(x); });
  add_test(environment, "isNaN", [](double x) { return std::isnan(x); });
  add_test(environment, "isInf", [](double x) { return std::isinf(x); });
  add_test(environment, "isFinite", [](double x) { return std::isfinite(x); });
  add_bits(environment);
}

}  // namespace stopgate::cel
