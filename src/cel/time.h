#pragma once

// Timestamps and durations: ranges, arithmetic, text, calendar fields.

#include <optional>
#include <string>
#include <string_view>

#include "cel/datum.h"

namespace stopgate::cel {

[[nodiscard]] Seconds add_seconds(Seconds a, Seconds b);

// An error where the result is outside of years 1 to 9999, or of 64 bits of nanoseconds.
[[nodiscard]] Datum timestamp_in_range(Arena& arena, Seconds value);
[[nodiscard]] Datum duration_in_range(Arena& arena, Seconds value);

// RFC 3339; no range check. "2009-02-13T23:31:30.5Z"
[[nodiscard]] std::optional<Seconds> parse_timestamp(std::string_view text);
[[nodiscard]] std::string timestamp_text(Seconds value);

// "1h15m30.5s"; units h m s ms us µs ns. Nothing also when it does not fit.
[[nodiscard]] std::optional<Seconds> parse_duration(std::string_view text);
[[nodiscard]] std::string duration_text(Seconds value);  // "4530.5s"

struct CalendarTime {
  std::int64_t year = 1970;
  unsigned month = 1;  // 1 to 12
  unsigned day = 1;    // 1 to 31
  unsigned hour = 0, minute = 0, second = 0;
  unsigned day_of_week = 0;  // 0 is Sunday
  unsigned day_of_year = 0;  // 0 is the first of January
};

[[nodiscard]] CalendarTime calendar_time(std::int64_t seconds);
[[nodiscard]] std::int64_t days_from_civil(std::int64_t year, unsigned month, unsigned day);

}  // namespace stopgate::cel
