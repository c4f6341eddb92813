#include "cel/zones.h"

#include <algorithm>

#include "cel/time.h"

namespace stopgate::cel {

namespace {

struct Zone {
  std::string_view name;
  std::string_view rule;
};

constexpr Zone kZones[] = {
#include "cel/zones.inc"
};

constexpr std::int64_t kHour = 3600;
constexpr std::int64_t kDay = 86'400;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// "+05:30" with the sign optional.
std::optional<std::int64_t> fixed_offset(std::string_view zone) {
  std::int64_t sign = 1;
  if (!zone.empty() && (zone[0] == '+' || zone[0] == '-')) {
    sign = zone[0] == '-' ? -1 : 1;
    zone.remove_prefix(1);
  }
  if (zone.size() != 5 || zone[2] != ':' || !is_digit(zone[0]) || !is_digit(zone[1]) ||
      !is_digit(zone[3]) || !is_digit(zone[4]))
    return std::nullopt;
  const auto hours = (zone[0] - '0') * 10 + (zone[1] - '0');
  const auto minutes = (zone[3] - '0') * 10 + (zone[4] - '0');
  if (hours > 23 || minutes > 59) return std::nullopt;
  return sign * (hours * kHour + minutes * 60);
}

// Reads a POSIX rule such as "EST5EDT,M3.2.0,M11.1.0" or "<+0545>-5:45". The table is ours and
// sorted by a test, so what does not parse reads as zero rather than as an error.
class RuleReader {
 public:
  explicit RuleReader(std::string_view text) : text_(text) {}

  bool accept(char c) {
    if (text_.empty() || text_[0] != c) return false;
    text_.remove_prefix(1);
    return true;
  }

  bool at_end() const { return text_.empty(); }
  char peek() const { return text_.empty() ? '\0' : text_[0]; }

  void skip_name() {
    const bool is_quoted = peek() == '<';
    const auto end = is_quoted ? text_.find('>') + 1 : text_.find_first_of("+-0123456789,");
    text_.remove_prefix(std::min(end, text_.size()));
  }

  std::int64_t number() {
    std::int64_t value = 0;
    while (is_digit(peek())) {
      value = value * 10 + (text_[0] - '0');
      text_.remove_prefix(1);
    }
    return value;
  }

  // "[+-]h[:mm[:ss]]" in seconds.
  std::int64_t time() {
    const std::int64_t sign = accept('-') ? -1 : 1;
    accept('+');
    auto seconds = number() * kHour;
    if (accept(':')) seconds += number() * 60;
    if (accept(':')) seconds += number();
    return sign * seconds;
  }

 private:
  std::string_view text_;
};

// "M3.2.0/2": the second Sunday of March at two, local time; as seconds since 1970 of the local
// clock.
std::int64_t local_change(RuleReader& reader, std::int64_t year) {
  std::int64_t day = 0;
  if (reader.accept('M')) {
    const auto month = static_cast<unsigned>(reader.number());
    reader.accept('.');
    const auto week = reader.number();
    reader.accept('.');
    const auto weekday = reader.number();
    const auto first = days_from_civil(year, month, 1);
    const auto next_month =
        month == 12 ? days_from_civil(year + 1, 1, 1) : days_from_civil(year, month + 1, 1);
    const auto first_weekday = ((first + 4) % 7 + 7) % 7;
    day = first + (weekday - first_weekday + 7) % 7 + (week - 1) * 7;
    while (day >= next_month) day -= 7;  // week 5 is the last
  } else {
    const bool skips_leap_day = reader.accept('J');
    const auto number = reader.number();
    const bool is_leap = days_from_civil(year, 3, 1) - days_from_civil(year, 2, 1) == 29;
    day = days_from_civil(year, 1, 1) + number - (skips_leap_day ? 1 : 0) +
          (skips_leap_day && is_leap && number > 59 ? 1 : 0);
  }
  return day * kDay + (reader.accept('/') ? reader.time() : 2 * kHour);
}

std::int64_t rule_offset(std::string_view rule, std::int64_t utc_seconds) {
  RuleReader reader(rule);
  reader.skip_name();
  const auto standard = -reader.time();
  if (reader.at_end()) return standard;
  reader.skip_name();
  const auto summer = reader.peek() == ',' || reader.at_end() ? standard + kHour : -reader.time();
  if (!reader.accept(',')) return standard;
  const auto year = calendar_time(utc_seconds + standard).year;
  const auto begin = local_change(reader, year) - standard;
  reader.accept(',');
  const auto end = local_change(reader, year) - summer;
  const bool is_summer = begin < end ? utc_seconds >= begin && utc_seconds < end
                                     : utc_seconds >= begin || utc_seconds < end;
  return is_summer ? summer : standard;
}

}  // namespace

std::optional<std::int64_t> zone_offset(std::string_view zone, std::int64_t utc_seconds) {
  if (zone.empty()) return 0;
  const auto* found =
      std::lower_bound(std::begin(kZones), std::end(kZones), zone,
                       [](const Zone& each, std::string_view name) { return each.name < name; });
  if (found != std::end(kZones) && found->name == zone)
    return rule_offset(found->rule, utc_seconds);
  return fixed_offset(zone);
}

}  // namespace stopgate::cel
