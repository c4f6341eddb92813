// optional.of(), none(), hasValue(), value(), …; or() and orValue() are nodes of the machine.

#include <vector>

#include "cel/libraries.h"

namespace stopgate::cel {

namespace {

bool is_zero(const Datum& value) {
  switch (value.kind()) {
    case DatumKind::Null:
      return true;
    case DatumKind::Bool:
      return !value.as_bool();
    case DatumKind::Int:
      return value.as_int() == 0;
    case DatumKind::Uint:
      return value.as_uint() == 0;
    case DatumKind::Double:
      return value.as_double() == 0;
    case DatumKind::String:
    case DatumKind::Bytes:
      return value.as_string().empty();
    case DatumKind::List:
    case DatumKind::Map:
      return value.size() == 0;
    case DatumKind::Duration:
      return value.as_seconds() == Seconds{};
    case DatumKind::Timestamp:
      return value.as_seconds() == Seconds{.seconds = -62'135'596'800, .nanos = 0};
    case DatumKind::Optional:
      return value.as_optional() == nullptr;
    default:
      return false;
  }
}

Datum of(EvalContext& ctx, Args args) {
  return Datum::optional_of(ctx.arena(), args[0]);
}

Datum of_non_zero(EvalContext& ctx, Args args) {
  return is_zero(args[0]) ? Datum::optional_none() : of(ctx, args);
}

Datum value(EvalContext& ctx, Args args) {
  return args[0].as_optional() == nullptr ? fail(ctx, "optional.none() dereference")
                                          : *args[0].as_optional();
}

Datum unwrap(EvalContext& ctx, Args args) {
  std::vector<Datum> present;
  for (std::size_t i = 0; i < args[0].size(); ++i) {
    const auto item = args[0].item(i);
    if (item.kind() != DatumKind::Optional)
      return fail(ctx, "no such overload: unwrap of a list of " + std::string(item.type_name()));
    if (item.as_optional() != nullptr) present.push_back(*item.as_optional());
  }
  return Datum::list(ctx.arena(), present);
}

}  // namespace

void add_optionals(Environment& environment) {
  add_function(environment, "optional.of(<T>) -> optional_type(<T>)", of);
  add_function(environment, "optional.ofNonZeroValue(<T>) -> optional_type(<T>)", of_non_zero);
  add_function(environment, "optional.none() -> optional_type(<T>)",
               [](EvalContext&, Args) { return Datum::optional_none(); });
  add_function(environment, "optional_type(<T>).hasValue() -> bool", [](EvalContext&, Args args) {
    return Datum::boolean(args[0].as_optional() != nullptr);
  });
  add_function(environment, "optional_type(<T>).value() -> <T>", value);
  add_function(environment, "optional.unwrap(list(optional_type(<T>))) -> list(<T>)", unwrap);
  add_function(environment, "list(optional_type(<T>)).unwrapOpt() -> list(<T>)", unwrap);
}

}  // namespace stopgate::cel
