// int(), uint(), double(), string(), bytes(), bool(), type(), dyn().

#include "base/text.h"
#include "cel/cost.h"
#include "cel/libraries.h"
#include "cel/numbers.h"
#include "cel/time.h"

namespace stopgate::cel {

namespace {

Datum cannot_convert(EvalContext& ctx, const Datum& from, std::string_view to) {
  std::string message = "type conversion error from '" + std::string(from.type_name()) + "' to '" +
                        std::string(to) + "'";
  if (from.is_string()) message += ": " + quoted(from.as_string(), 60);
  return fail(ctx, message);
}

Datum convert_to_int(EvalContext& ctx, Args args) {
  const auto& from = args[0];
  switch (from.kind()) {
    case DatumKind::Int:
      return from;
    case DatumKind::Uint:
      if (from.as_uint() > INT64_MAX) return fail(ctx, "integer overflow");
      return Datum::integer(static_cast<std::int64_t>(from.as_uint()));
    case DatumKind::Double: {
      const auto value = to_int(from.as_double());
      return value ? Datum::integer(*value) : fail(ctx, "integer overflow");
    }
    case DatumKind::String: {
      const auto value = parse_int(from.as_string());
      return value ? Datum::integer(*value) : cannot_convert(ctx, from, "int");
    }
    case DatumKind::Timestamp: {
      const auto at = from.as_seconds();
      return Datum::integer(at.nanos < 0 ? at.seconds - 1 : at.seconds);
    }
    case DatumKind::Duration:
      return Datum::integer(from.as_seconds().seconds * 1'000'000'000 + from.as_seconds().nanos);
    default:
      return cannot_convert(ctx, from, "int");
  }
}

Datum convert_to_uint(EvalContext& ctx, Args args) {
  const auto& from = args[0];
  switch (from.kind()) {
    case DatumKind::Uint:
      return from;
    case DatumKind::Int:
      if (from.as_int() < 0) return fail(ctx, "unsigned integer overflow");
      return Datum::unsigned_integer(static_cast<std::uint64_t>(from.as_int()));
    case DatumKind::Double: {
      const auto value = to_uint(from.as_double());
      return value ? Datum::unsigned_integer(*value) : fail(ctx, "unsigned integer overflow");
    }
    case DatumKind::String: {
      const auto value = parse_uint(from.as_string());
      return value ? Datum::unsigned_integer(*value) : cannot_convert(ctx, from, "uint");
    }
    default:
      return cannot_convert(ctx, from, "uint");
  }
}

Datum convert_to_double(EvalContext& ctx, Args args) {
  const auto& from = args[0];
  switch (from.kind()) {
    case DatumKind::Double:
      return from;
    case DatumKind::Int:
      return Datum::number(static_cast<double>(from.as_int()));
    case DatumKind::Uint:
      return Datum::number(static_cast<double>(from.as_uint()));
    case DatumKind::String: {
      const auto value = parse_double(from.as_string());
      return value ? Datum::number(*value) : cannot_convert(ctx, from, "double");
    }
    default:
      return cannot_convert(ctx, from, "double");
  }
}

Datum convert_to_string(EvalContext& ctx, Args args) {
  const auto& from = args[0];
  auto& arena = ctx.arena();
  switch (from.kind()) {
    case DatumKind::String:
      return from;
    case DatumKind::Bool:
      return Datum::string(from.as_bool() ? "true" : "false");
    case DatumKind::Int:
      return Datum::string(arena, std::to_string(from.as_int()));
    case DatumKind::Uint:
      return Datum::string(arena, std::to_string(from.as_uint()));
    case DatumKind::Double:
      return Datum::string(arena, double_text(from.as_double()));
    case DatumKind::Bytes:
      if (find_invalid_utf8(from.as_string()))
        return fail(ctx, "invalid UTF-8 in bytes, cannot convert to string");
      return Datum::string(from.as_string());
    case DatumKind::Timestamp:
      return Datum::string(arena, timestamp_text(from.as_seconds()));
    case DatumKind::Duration:
      return Datum::string(arena, duration_text(from.as_seconds()));
    default:
      return cannot_convert(ctx, from, "string");
  }
}

Datum convert_to_bool(EvalContext& ctx, Args args) {
  const auto& from = args[0];
  if (from.is_bool()) return from;
  const auto text = from.as_string();
  for (const std::string_view word : {"1", "t", "T", "true", "TRUE", "True"})
    if (text == word) return Datum::boolean(true);
  for (const std::string_view word : {"0", "f", "F", "false", "FALSE", "False"})
    if (text == word) return Datum::boolean(false);
  return cannot_convert(ctx, from, "bool");
}

Datum convert_to_bytes(EvalContext&, Args args) {
  return Datum::bytes(args[0].as_string());
}

Datum type_of(EvalContext&, Args args) {
  return Datum::type(args[0].type_name());
}

Datum as_dyn(EvalContext&, Args args) {
  return args[0];
}

}  // namespace

void add_conversions(Environment& environment) {
  for (const auto* from : {"int", "uint", "double", "string", "timestamp", "duration"})
    add_function(environment, "int(" + std::string(from) + ") -> int", convert_to_int);
  for (const auto* from : {"uint", "int", "double", "string"})
    add_function(environment, "uint(" + std::string(from) + ") -> uint", convert_to_uint);
  for (const auto* from : {"double", "int", "uint", "string"})
    add_function(environment, "double(" + std::string(from) + ") -> double", convert_to_double);
  for (const auto* from :
       {"string", "bool", "int", "uint", "double", "bytes", "timestamp", "duration"})
    add_function(environment, "string(" + std::string(from) + ") -> string", convert_to_string);
  add_function(environment, "bool(bool) -> bool", convert_to_bool);
  add_function(environment, "bool(string) -> bool", convert_to_bool);
  add_function(environment, "bytes(bytes) -> bytes", convert_to_bytes);
  add_function(environment, "bytes(string) -> bytes", convert_to_bytes);
  add_function(environment, "type(<T>) -> type(<T>)", type_of);
  add_function(environment, "dyn(<T>) -> dyn", as_dyn, [](Args) { return 0; });
}

}  // namespace stopgate::cel
