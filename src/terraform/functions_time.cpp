// Functions over RFC 3339 timestamps.

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>

#include "base/text.h"
#include "terraform/functions.h"

namespace stopgate::terraform {

namespace {

struct Timestamp {
  std::int64_t seconds = 0;  // since 1970, in UTC
  std::int64_t nanoseconds = 0;
  int offset = 0;  // of the zone, in seconds

  auto operator<=>(const Timestamp& other) const {
    return seconds != other.seconds ? seconds <=> other.seconds : nanoseconds <=> other.nanoseconds;
  }
};

// Year 0 to 9999, as RFC 3339 has it.
constexpr std::int64_t kFirst = -62'167'219'200;
constexpr std::int64_t kLast = 253'402'300'799;

std::string two(int value) {
  std::array<char, 16> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%02d", value);
  return buffer.data();
}

std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return std::nullopt;
  int value = 0;
  const auto [end, error] = std::from_chars(text.data() + at, text.data() + at + count, value);
  if (error != std::errc{} || end != text.data() + at + count || text[at] == '-')
    return std::nullopt;
  return value;
}

// The zone at the end: Z, +hh:mm or -hh:mm.
std::optional<int> zone_offset(std::string_view text) {
  if (text == "Z" || text == "z") return 0;
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return std::nullopt;
  const auto hours = digits(text, 1, 2);
  const auto minutes = digits(text, 4, 2);
  if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
  return (*hours * 3600 + *minutes * 60) * (text[0] == '-' ? -1 : 1);
}

std::optional<Timestamp> parse_timestamp(std::string_view text) {
  const auto year = digits(text, 0, 4);
  const auto month = digits(text, 5, 2);
  const auto day = digits(text, 8, 2);
  const auto hour = digits(text, 11, 2);
  const auto minute = digits(text, 14, 2);
  const auto second = digits(text, 17, 2);
  if (!year || !month || !day || !hour || !minute || !second) return std::nullopt;
  if (text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':')
    return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok() || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  std::size_t at = 19;
  Timestamp result;
  if (at < text.size() && text[at] == '.') {
    std::int64_t unit = 100'000'000;
    const auto start = ++at;
    for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, unit /= 10)
      result.nanoseconds += (text[at] - '0') * unit;
    if (at == start) return std::nullopt;
  }
  const auto offset = zone_offset(text.substr(at));
  if (!offset) return std::nullopt;
  result.offset = *offset;
  const auto days = std::chrono::sys_days(date).time_since_epoch().count();
  result.seconds =
      static_cast<std::int64_t>(days) * 86'400 + *hour * 3600 + *minute * 60 + *second - *offset;
  return result;
}

// What a clock on the wall of that zone shows.
struct Clock {
  std::chrono::year_month_day date;
  std::chrono::weekday weekday;
  int hour = 0;
  int minute = 0;
  int second = 0;

  explicit Clock(const Timestamp& time) {
    const auto local = time.seconds + time.offset;
    auto days = local / 86'400;
    if (local % 86'400 < 0) --days;
    const std::chrono::sys_days point{std::chrono::days(days)};
    date = point;
    weekday = std::chrono::weekday(point);
    const auto rest = static_cast<int>(local - days * 86'400);
    hour = rest / 3600;
    minute = rest / 60 % 60;
    second = rest % 60;
  }
};

std::string zone_text(int offset, bool has_colon) {
  const int minutes = (offset < 0 ? -offset : offset) / 60;
  return (offset < 0 ? "-" : "+") + two(minutes / 60) + (has_colon ? ":" : "") + two(minutes % 60);
}

std::string year_text(const Clock& clock) {
  const auto year = std::to_string(static_cast<int>(clock.date.year()));
  return std::string(year.size() < 4 ? 4 - year.size() : 0, '0') + year;
}

std::string rfc3339(const Timestamp& time) {
  const Clock clock(time);
  return year_text(clock) + "-" + two(static_cast<int>(static_cast<unsigned>(clock.date.month()))) +
         "-" + two(static_cast<int>(static_cast<unsigned>(clock.date.day()))) + "T" +
         two(clock.hour) + ":" + two(clock.minute) + ":" + two(clock.second) +
         (time.offset == 0 ? "Z" : zone_text(time.offset, true));
}

constexpr std::array<std::string_view, 12> kMonths = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};
constexpr std::array<std::string_view, 7> kDays = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                   "Thursday", "Friday", "Saturday"};

std::optional<std::string> zone_token(std::string_view token, int offset) {
  if (token == "Z") return offset == 0 ? "Z" : zone_text(offset, true);
  if (token == "ZZZ") return offset == 0 ? "UTC" : zone_text(offset, false);
  if (token == "ZZZZ") return zone_text(offset, false);
  if (token == "ZZZZZ") return zone_text(offset, true);
  return std::nullopt;
}

// One run of a letter; nothing when formatdate() does not know it.
std::optional<std::string> token_text(std::string_view token, const Timestamp& time) {
  const Clock clock(time);
  const auto month = static_cast<unsigned>(clock.date.month());
  const auto day = static_cast<int>(static_cast<unsigned>(clock.date.day()));
  const auto padded = [&](int value) -> std::optional<std::string> {
    if (token.size() > 2) return std::nullopt;
    return token.size() == 1 ? std::to_string(value) : two(value);
  };
  switch (token[0]) {
    case 'Y':
      if (token.size() == 4) return year_text(clock);
      return token.size() == 2 ? std::optional(year_text(clock).substr(2)) : std::nullopt;
    case 'M':
      if (token.size() == 4) return std::string(kMonths[month - 1]);
      return token.size() == 3 ? std::optional(std::string(kMonths[month - 1].substr(0, 3)))
                               : padded(static_cast<int>(month));
    case 'D':
      return padded(day);
    case 'E':
      if (token.size() == 4) return std::string(kDays[clock.weekday.c_encoding()]);
      return token.size() == 3
                 ? std::optional(std::string(kDays[clock.weekday.c_encoding()].substr(0, 3)))
                 : std::nullopt;
    case 'h':
      return padded(clock.hour);
    case 'H':
      return padded(clock.hour % 12 == 0 ? 12 : clock.hour % 12);
    case 'A':
      return token.size() == 2 ? std::optional<std::string>(clock.hour < 12 ? "AM" : "PM")
                               : std::nullopt;
    case 'a':
      return token.size() == 2 ? std::optional<std::string>(clock.hour < 12 ? "am" : "pm")
                               : std::nullopt;
    case 'm':
      return padded(clock.minute);
    case 's':
      return padded(clock.second);
    case 'Z':
      return zone_token(token, time.offset);
    default:
      return std::nullopt;
  }
}

Outcome bad_timestamp(const Invocation& call, std::size_t argument) {
  return Outcome::wrong_argument(argument,
                                 quoted(call.text(argument), 60) + " is not an RFC 3339 timestamp",
                                 "write it as 2026-01-31T15:04:05Z");
}

Outcome format_date(const Invocation& call) {
  const auto time = parse_timestamp(call.text(1));
  if (!time) return bad_timestamp(call, 1);
  const std::string_view format = call.text(0);
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  std::string out;
  for (std::size_t at = 0; at < format.size();) {
    if (format[at] == '\'') {
      // Quoted text; two quotes are one.
      for (++at;; ++at) {
        if (at >= format.size())
          return Outcome::wrong_argument(0, "the quoted text in the format does not end",
                                         "close it with '");
        if (format[at] != '\'') {
          out += format[at];
        } else if (at + 1 < format.size() && format[at + 1] == '\'') {
          out += format[at++];
        } else {
          break;
        }
      }
      ++at;
      continue;
    }
    auto end = at + 1;
    while (is_letter(format[at]) && end < format.size() && format[end] == format[at]) ++end;
    const auto token = format.substr(at, end - at);
    at = end;
    if (!is_letter(token[0])) {
      out += token;
      continue;
    }
    const auto text = token_text(token, *time);
    if (!text)
      return Outcome::wrong_argument(
          0, quoted(token, 40) + " is no part of a date",
          "use YYYY MM DD hh mm ss Z; put other letters in single quotes");
    out += *text;
  }
  return CtyValue::string(std::move(out));
}

// Go's durations: "1h30m", "-1.5s".
std::optional<long double> parse_duration(std::string_view text) {
  struct Unit {
    std::string_view name;
    long double nanoseconds;
  };
  static constexpr std::array<Unit, 8> kUnits = {{{"ns", 1},
                                                  {"us", 1e3L},
                                                  {"\xC2\xB5s", 1e3L},
                                                  {"\xCE\xBCs", 1e3L},
                                                  {"ms", 1e6L},
                                                  {"s", 1e9L},
                                                  {"m", 6e10L},
                                                  {"h", 3.6e12L}}};
  const bool is_negative = text.starts_with('-');
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  if (text == "0") return 0;
  if (text.empty()) return std::nullopt;
  long double total = 0;
  while (!text.empty()) {
    const auto number_end = std::min(text.find_first_not_of("0123456789."), text.size());
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + number_end, number);
    if (number_end == 0 || error != std::errc{} || end != text.data() + number_end)
      return std::nullopt;
    text.remove_prefix(number_end);
    const auto name = text.substr(0, text.find_first_of("0123456789."));
    const auto* unit = std::ranges::find(kUnits, name, &Unit::name);
    if (unit == kUnits.end()) return std::nullopt;
    total += number * unit->nanoseconds;
    text.remove_prefix(name.size());
  }
  constexpr long double kMost = 9.2e18L;  // what Go's 64 bits hold
  if (total > kMost) return std::nullopt;
  return is_negative ? -total : total;
}

Outcome time_add(const Invocation& call) {
  auto time = parse_timestamp(call.text(0));
  if (!time) return bad_timestamp(call, 0);
  const auto duration = parse_duration(call.text(1));
  if (!duration)
    return Outcome::wrong_argument(1, quoted(call.text(1), 60) + " is not a duration",
                                   "write it as 1h30m; the units are h, m, s, ms, us and ns");
  const auto nanoseconds = static_cast<std::int64_t>(*duration) + time->nanoseconds;
  auto seconds = nanoseconds / 1'000'000'000;
  if (nanoseconds % 1'000'000'000 < 0) --seconds;
  time->seconds += seconds;
  if (time->seconds < kFirst || time->seconds > kLast)
    return Outcome::wrong("the result lies outside of the years 0 to 9999");
  return CtyValue::string(rfc3339(*time));
}

Outcome time_compare(const Invocation& call) {
  const auto a = parse_timestamp(call.text(0));
  if (!a) return bad_timestamp(call, 0);
  const auto b = parse_timestamp(call.text(1));
  if (!b) return bad_timestamp(call, 1);
  return CtyValue::number(*a < *b ? -1 : (*a > *b ? 1 : 0));
}

}  // namespace

std::vector<Function> time_functions() {
  const auto string = Type::string();
  return {
      {"formatdate", {{"format", string}, {"time", string}}, {}, string, format_date},
      {"timeadd", {{"timestamp", string}, {"duration", string}}, {}, string, time_add},
      {"timecmp",
       {{"timestamp_a", string}, {"timestamp_b", string}},
       {},
       Type::number(),
       time_compare},
  };
}

}  // namespace stopgate::terraform
