#include "kubernetes/cron.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <charconv>
#include <span>
#include <utility>
#include <vector>

#include "base/text.h"

namespace stopgate::kubernetes {

namespace {

constexpr std::array<std::string_view, 12> kMonths = {"jan", "feb", "mar", "apr", "may", "jun",
                                                      "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr std::array<std::string_view, 7> kDays = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
constexpr std::array<int, 12> kMonthDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
constexpr std::int64_t kMinutesADay = 1440;

using Set = std::bitset<64>;

struct Schedule {
  Set minutes, hours, days, months, weekdays;
  bool is_any_day = false, is_any_weekday = false;
  std::int64_t every_minutes = 0;  // @every
};

std::optional<int> read_number(std::string_view text, std::span<const std::string_view> names,
                               int first_name) {
  const auto lower = to_lower(text);
  for (std::size_t i = 0; i < names.size(); ++i)
    if (lower == names[i]) return first_name + static_cast<int>(i);
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size() || number < 0)
    return std::nullopt;
  return number;
}

// "*", "*/5", "1-5", "MON-FRI", "10/5", "1,15".
std::optional<Set> read_field(std::string_view text, int least, int most,
                              std::span<const std::string_view> names = {}, int first_name = 0) {
  Set set;
  for (const auto piece : split(text, ',')) {
    const auto slash = piece.find('/');
    const auto range = piece.substr(0, slash);
    auto from = least;
    auto to = most;
    if (range != "*" && range != "?") {
      const auto dash = range.find('-');
      const auto first = read_number(range.substr(0, dash), names, first_name);
      if (!first) return std::nullopt;
      from = *first;
      to = slash == std::string_view::npos ? from : most;
      if (dash != std::string_view::npos) {
        const auto last = read_number(range.substr(dash + 1), names, first_name);
        if (!last) return std::nullopt;
        to = *last;
      }
    }
    int step = 1;
    if (slash != std::string_view::npos) {
      const auto written = read_number(piece.substr(slash + 1), {}, 0);
      if (!written || *written == 0) return std::nullopt;
      step = *written;
    }
    if (from < least || to > most || from > to) return std::nullopt;
    for (auto i = from; i <= to; i += std::min(step, 64)) set.set(static_cast<std::size_t>(i));
  }
  return set;
}

// Go's durations: "1h30m", "90s"; whole minutes of them.
std::optional<std::int64_t> read_duration(std::string_view text) {
  std::int64_t seconds = 0;
  if (text.empty()) return std::nullopt;
  while (!text.empty()) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || number < 0 || number > INT32_MAX) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    const auto unit = text.empty() ? '\0' : text.front();
    if (unit != 'h' && unit != 'm' && unit != 's') return std::nullopt;
    seconds += number * (unit == 'h' ? 3600 : unit == 'm' ? 60 : 1);
    text.remove_prefix(1);
  }
  return std::max<std::int64_t>(seconds / 60, 1);
}

std::optional<std::string_view> expand_shorthand(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kShorthands = {
      {{"@yearly", "0 0 1 1 *"},
       {"@annually", "0 0 1 1 *"},
       {"@monthly", "0 0 1 * *"},
       {"@weekly", "0 0 * * 0"},
       {"@daily", "0 0 * * *"},
       {"@midnight", "0 0 * * *"},
       {"@hourly", "0 * * * *"}}};
  for (const auto& [name, schedule] : kShorthands)
    if (text == name) return schedule;
  return std::nullopt;
}

std::optional<Schedule> read_schedule(std::string_view text) {
  text = trim(text);
  if (text.starts_with("TZ=") || text.starts_with("CRON_TZ=")) {
    const auto space = text.find(' ');
    if (space == std::string_view::npos) return std::nullopt;
    text = trim(text.substr(space));
  }
  if (text.starts_with("@every ")) {
    const auto duration = read_duration(trim(text.substr(7)));
    if (!duration) return std::nullopt;
    Schedule every;
    every.every_minutes = *duration;
    return every;
  }
  if (text.starts_with('@')) {
    const auto expanded = expand_shorthand(text);
    if (!expanded) return std::nullopt;
    text = *expanded;
  }
  std::vector<std::string_view> fields;
  for (const auto field : split(text, ' '))
    if (!field.empty()) fields.push_back(field);
  if (fields.size() != 5) return std::nullopt;
  const auto minutes = read_field(fields[0], 0, 59);
  const auto hours = read_field(fields[1], 0, 23);
  const auto days = read_field(fields[2], 1, 31);
  const auto months = read_field(fields[3], 1, 12, kMonths, 1);
  const auto weekdays = read_field(fields[4], 0, 7, kDays, 0);
  if (!minutes || !hours || !days || !months || !weekdays) return std::nullopt;
  Schedule out{.minutes = *minutes,
               .hours = *hours,
               .days = *days,
               .months = *months,
               .weekdays = *weekdays,
               .is_any_day = fields[2].starts_with('*') || fields[2] == "?",
               .is_any_weekday = fields[4].starts_with('*') || fields[4] == "?"};
  if (out.weekdays.test(7)) out.weekdays.set(0);
  return out;
}

// Cron runs on either day when both are restricted.
bool runs_on(const Schedule& schedule, int month, int day, int weekday) {
  if (!schedule.months.test(static_cast<std::size_t>(month))) return false;
  const bool day_fits = schedule.days.test(static_cast<std::size_t>(day));
  const bool weekday_fits = schedule.weekdays.test(static_cast<std::size_t>(weekday));
  return schedule.is_any_day || schedule.is_any_weekday ? day_fits && weekday_fits
                                                        : day_fits || weekday_fits;
}

}  // namespace

bool is_cron(std::string_view text) {
  return read_schedule(text).has_value();
}

std::optional<std::int64_t> longest_gap_minutes(std::string_view text) {
  const auto schedule = read_schedule(text);
  if (!schedule) return std::nullopt;
  if (schedule->every_minutes > 0) return schedule->every_minutes;
  std::vector<std::int64_t> times;  // of a day
  for (std::int64_t minute = 0; minute < kMinutesADay; ++minute)
    if (schedule->hours.test(static_cast<std::size_t>(minute / 60)) &&
        schedule->minutes.test(static_cast<std::size_t>(minute % 60)))
      times.push_back(minute);
  std::vector<std::int64_t> days;
  int weekday = 0;
  std::int64_t number = 0;
  // Two years, so that yearly runs have a successor.
  for (int month = 0; month < 24; ++month)
    for (int day = 1; day <= kMonthDays.at(static_cast<std::size_t>(month % 12)); ++day, ++number) {
      if (runs_on(*schedule, month % 12 + 1, day, weekday)) days.push_back(number);
      weekday = (weekday + 1) % 7;
    }
  if (times.empty() || days.empty()) return std::nullopt;
  std::int64_t longest = 0;
  for (std::size_t i = 1; i < times.size(); ++i)
    longest = std::max(longest, times[i] - times[i - 1]);
  const auto overnight = times.front() - times.back();
  for (std::size_t i = 1; i < days.size(); ++i)
    longest = std::max(longest, (days[i] - days[i - 1]) * kMinutesADay + overnight);
  return longest;
}

}  // namespace stopgate::kubernetes
