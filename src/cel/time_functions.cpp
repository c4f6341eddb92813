// timestamp(), duration() and the getters of both.

#include <array>

#include "base/text.h"
#include "cel/libraries.h"
#include "cel/time.h"
#include "cel/zones.h"

namespace stopgate::cel {

namespace {

Datum to_timestamp(EvalContext& ctx, Args args) {
  const auto& from = args[0];
  if (from.kind() == DatumKind::Timestamp) return from;
  if (from.kind() == DatumKind::Int) return timestamp_in_range(ctx.arena(), {from.as_int(), 0});
  const auto value = parse_timestamp(from.as_string());
  if (!value)
    return fail(ctx, "invalid timestamp " + quoted(from.as_string(), 60) +
                         ": write it as in RFC 3339, '2024-01-31T12:00:00Z'");
  return timestamp_in_range(ctx.arena(), *value);
}

Datum to_duration(EvalContext& ctx, Args args) {
  const auto& from = args[0];
  if (from.kind() == DatumKind::Duration) return from;
  if (from.kind() == DatumKind::Int)
    return Datum::duration(
        ctx.arena(), add_seconds({from.as_int() / 1'000'000'000, 0},
                                 {0, static_cast<std::int32_t>(from.as_int() % 1'000'000'000)}));
  const auto value = parse_duration(from.as_string());
  if (!value)
    return fail(ctx, "invalid duration " + quoted(from.as_string(), 60) +
                         ": write it as '1h30m' or '1.5s', at most about 292 years");
  return Datum::duration(ctx.arena(), *value);
}

struct CalendarGetter {
  std::string_view name;
  std::int64_t (*get)(const CalendarTime&);
};

constexpr std::array kCalendarGetters = {
    CalendarGetter{"getFullYear", [](const CalendarTime& t) { return t.year; }},
    CalendarGetter{"getMonth", [](const CalendarTime& t) { return std::int64_t{t.month} - 1; }},
    CalendarGetter{"getDate", [](const CalendarTime& t) { return std::int64_t{t.day}; }},
    CalendarGetter{"getDayOfMonth", [](const CalendarTime& t) { return std::int64_t{t.day} - 1; }},
    CalendarGetter{"getDayOfWeek",
                   [](const CalendarTime& t) { return std::int64_t{t.day_of_week}; }},
    CalendarGetter{"getDayOfYear",
                   [](const CalendarTime& t) { return std::int64_t{t.day_of_year}; }},
    CalendarGetter{"getHours", [](const CalendarTime& t) { return std::int64_t{t.hour}; }},
    CalendarGetter{"getMinutes", [](const CalendarTime& t) { return std::int64_t{t.minute}; }},
    CalendarGetter{"getSeconds", [](const CalendarTime& t) { return std::int64_t{t.second}; }},
};

// Whole seconds, rounded down.
std::int64_t floor_seconds(Seconds value) {
  return value.nanos < 0 ? value.seconds - 1 : value.seconds;
}

Datum get_field(EvalContext& ctx, Args args, std::int64_t (*get)(const CalendarTime&)) {
  auto seconds = floor_seconds(args[0].as_seconds());
  if (args.size() == 2) {
    const auto offset = zone_offset(args[1].as_string(), seconds);
    if (!offset)
      return fail(ctx, "unknown time zone " + quoted(args[1].as_string(), 60) +
                           ": write an IANA name or an offset such as '+02:00'");
    seconds += *offset;
  }
  return Datum::integer(get(calendar_time(seconds)));
}

Datum get_milliseconds(EvalContext& ctx, Args args) {
  if (args.size() == 2 && !zone_offset(args[1].as_string(), args[0].as_seconds().seconds))
    return fail(ctx, "unknown time zone " + quoted(args[1].as_string(), 60));
  const auto nanos = args[0].as_seconds().nanos;
  return Datum::integer((nanos < 0 ? nanos + 1'000'000'000 : nanos) / 1'000'000);
}

void add_duration_getter(Environment& environment, const std::string& name, std::int64_t unit) {
  add_function(environment, "duration." + name + "() -> int", [unit](EvalContext&, Args args) {
    return Datum::integer(args[0].as_seconds().seconds / unit);
  });
}

}  // namespace

void add_time(Environment& environment) {
  for (const auto* from : {"timestamp", "string", "int"})
    add_function(environment, "timestamp(" + std::string(from) + ") -> timestamp", to_timestamp);
  for (const auto* from : {"duration", "string", "int"})
    add_function(environment, "duration(" + std::string(from) + ") -> duration", to_duration);
  for (const auto& getter : kCalendarGetters) {
    const auto call = [get = getter.get](EvalContext& ctx, Args args) {
      return get_field(ctx, args, get);
    };
    add_function(environment, "timestamp." + std::string(getter.name) + "() -> int", call);
    add_function(environment, "timestamp." + std::string(getter.name) + "(string) -> int", call);
  }
  add_function(environment, "timestamp.getMilliseconds() -> int", get_milliseconds);
  add_function(environment, "timestamp.getMilliseconds(string) -> int", get_milliseconds);
  add_duration_getter(environment, "getHours", 3600);
  add_duration_getter(environment, "getMinutes", 60);
  add_duration_getter(environment, "getSeconds", 1);
  add_function(environment, "duration.getMilliseconds() -> int", [](EvalContext&, Args args) {
    return Datum::integer(args[0].as_seconds().nanos / 1'000'000);
  });
}

}  // namespace stopgate::cel
