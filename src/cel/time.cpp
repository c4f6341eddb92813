#include "cel/time.h"

#include <array>
#include <charconv>
#include <cstdlib>

namespace stopgate::cel {

namespace {

constexpr std::int64_t kNanos = 1'000'000'000;
constexpr std::int64_t kDay = 86'400;
constexpr std::int64_t kFirstSecond = -62'135'596'800;  // 0001-01-01T00:00:00Z
constexpr std::int64_t kLastSecond = 253'402'300'799;   // 9999-12-31T23:59:59Z

// Carries between seconds and nanoseconds until both have one sign.
Seconds normalised(std::int64_t seconds, std::int64_t nanos) {
  seconds += nanos / kNanos;
  nanos %= kNanos;
  if (seconds > 0 && nanos < 0) {
    --seconds;
    nanos += kNanos;
  } else if (seconds < 0 && nanos > 0) {
    ++seconds;
    nanos -= kNanos;
  }
  return {seconds, static_cast<std::int32_t>(nanos)};
}

std::string padded(std::uint64_t number, std::size_t width) {
  auto text = std::to_string(number);
  return text.size() < width ? std::string(width - text.size(), '0') + text : text;
}

// ".5", or nothing for zero.
std::string fraction_text(std::int64_t nanos) {
  if (nanos == 0) return {};
  auto digits = "." + padded(static_cast<std::uint64_t>(std::llabs(nanos)), 9);
  digits.erase(digits.find_last_not_of('0') + 1);
  return digits;
}

// Reads fixed-width fields of a timestamp.
class FieldReader {
 public:
  explicit FieldReader(std::string_view text) : text_(text) {}

  unsigned digits(std::size_t count) {
    unsigned value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const char c = take();
      if (c < '0' || c > '9')
        ok_ = false;
      else
        value = value * 10 + static_cast<unsigned>(c - '0');
    }
    return value;
  }

  void literal(char c) { ok_ &= take() == c; }
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  char take() { return at_ < text_.size() ? text_[at_++] : '\0'; }
  bool ok() const { return ok_; }
  bool at_end() const { return at_ == text_.size(); }

  std::int64_t fraction() {
    if (peek() != '.') return 0;
    take();
    std::int64_t nanos = 0;
    std::int64_t scale = kNanos / 10;
    if (peek() < '0' || peek() > '9') ok_ = false;
    while (peek() >= '0' && peek() <= '9') {
      nanos += (take() - '0') * scale;
      scale /= 10;
    }
    return nanos;
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
  bool ok_ = true;
};

unsigned days_in_month(std::int64_t year, unsigned month) {
  static constexpr std::array<unsigned, 12> kDays = {31, 28, 31, 30, 31, 30,
                                                     31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : kDays[month - 1];
}

// Nanoseconds of one unit; 0 for no unit.
std::int64_t unit_nanos(std::string_view unit) {
  if (unit == "ns") return 1;
  if (unit == "us" || unit == "\xC2\xB5s" || unit == "\xCE\xBCs") return 1'000;
  if (unit == "ms") return 1'000'000;
  if (unit == "s") return kNanos;
  if (unit == "m") return 60 * kNanos;
  if (unit == "h") return 3600 * kNanos;
  return 0;
}

// Adds "1.5h" at the front of `text` to `total`; false when there is none or it does not fit.
bool take_part(std::string_view& text, std::int64_t& total) {
  const auto whole_end = std::min(text.find_first_not_of("0123456789"), text.size());
  auto number_end = whole_end;
  if (number_end < text.size() && text[number_end] == '.')
    number_end = std::min(text.find_first_not_of("0123456789", number_end + 1), text.size());
  const auto unit_end = std::min(text.find_first_of("0123456789.", number_end), text.size());
  const auto unit = unit_nanos(text.substr(number_end, unit_end - number_end));
  if (unit == 0 || number_end == 0 || (number_end == 1 && text[0] == '.')) return false;
  std::int64_t whole = 0;
  if (whole_end > 0 &&
      std::from_chars(text.data(), text.data() + whole_end, whole).ec != std::errc())
    return false;
  if (__builtin_mul_overflow(whole, unit, &whole) || __builtin_add_overflow(total, whole, &total))
    return false;
  auto scale = static_cast<double>(unit);
  double part = 0;
  for (auto i = whole_end + 1; i < number_end; ++i) part += (text[i] - '0') * (scale /= 10);
  if (__builtin_add_overflow(total, static_cast<std::int64_t>(part + 0.5e-3), &total)) return false;
  text.remove_prefix(unit_end);
  return true;
}

}  // namespace

Seconds add_seconds(Seconds a, Seconds b) {
  return normalised(a.seconds + b.seconds, std::int64_t{a.nanos} + b.nanos);
}

Datum timestamp_in_range(Arena& arena, Seconds value) {
  const bool before =
      value.seconds < kFirstSecond || (value.seconds == kFirstSecond && value.nanos < 0);
  if (before || value.seconds > kLastSecond)
    return Datum::error(arena, "timestamp out of range: years are 1 to 9999");
  return Datum::timestamp(arena, value);
}

Datum duration_in_range(Arena& arena, Seconds value) {
  std::int64_t nanos = 0;
  if (__builtin_mul_overflow(value.seconds, kNanos, &nanos) ||
      __builtin_add_overflow(nanos, std::int64_t{value.nanos}, &nanos))
    return Datum::error(arena, "duration out of range: at most about 292 years");
  return Datum::duration(arena, value);
}

// Howard Hinnant's algorithms over eras of 400 years.
std::int64_t days_from_civil(std::int64_t year, unsigned month, unsigned day) {
  year -= month <= 2 ? 1 : 0;
  const auto era = (year >= 0 ? year : year - 399) / 400;
  const auto year_of_era = static_cast<unsigned>(year - era * 400);
  const auto day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  const auto day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146'097 + static_cast<std::int64_t>(day_of_era) - 719'468;
}

CalendarTime calendar_time(std::int64_t seconds) {
  auto days = seconds / kDay;
  auto rest = seconds % kDay;
  if (rest < 0) {
    rest += kDay;
    --days;
  }
  CalendarTime time;
  const auto shifted = days + 719'468;
  const auto era = (shifted >= 0 ? shifted : shifted - 146'096) / 146'097;
  const auto day_of_era = static_cast<unsigned>(shifted - era * 146'097);
  const auto year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const auto day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const auto month = (5 * day_of_year + 2) / 153;
  time.day = day_of_year - (153 * month + 2) / 5 + 1;
  time.month = month < 10 ? month + 3 : month - 9;
  time.year = static_cast<std::int64_t>(year_of_era) + era * 400 + (time.month <= 2 ? 1 : 0);
  time.hour = static_cast<unsigned>(rest / 3600);
  time.minute = static_cast<unsigned>(rest / 60 % 60);
  time.second = static_cast<unsigned>(rest % 60);
  time.day_of_week = static_cast<unsigned>(((days + 4) % 7 + 7) % 7);
  time.day_of_year = static_cast<unsigned>(days - days_from_civil(time.year, 1, 1));
  return time;
}

std::optional<Seconds> parse_timestamp(std::string_view text) {
  FieldReader reader(text);
  std::int64_t year = 0;
  const auto dash = text.find('-');
  const auto year_digits = dash == text.npos || dash < 4 || dash > 5
                               ? 4
                               : dash;  // five digits: out of range, not malformed
  year = reader.digits(year_digits);
  reader.literal('-');
  const auto month = reader.digits(2);
  reader.literal('-');
  const auto day = reader.digits(2);
  reader.literal('T');
  const auto hour = reader.digits(2);
  reader.literal(':');
  const auto minute = reader.digits(2);
  reader.literal(':');
  const auto second = reader.digits(2);
  const auto nanos = reader.fraction();
  std::int64_t offset = 0;
  const char zone = reader.take();
  if (zone == '+' || zone == '-') {
    const auto hours = reader.digits(2);
    reader.literal(':');
    const auto minutes = reader.digits(2);
    if (hours > 23 || minutes > 59) return std::nullopt;
    offset = (zone == '-' ? -1 : 1) * (std::int64_t{hours} * 3600 + std::int64_t{minutes} * 60);
  } else if (zone != 'Z') {
    return std::nullopt;
  }
  if (!reader.ok() || !reader.at_end() || month < 1 || month > 12 || day < 1 ||
      day > days_in_month(year, month))
    return std::nullopt;
  if (hour > 23 || minute > 59 || second > 59) return std::nullopt;
  const auto seconds =
      days_from_civil(year, month, day) * kDay + hour * 3600 + minute * 60 + second - offset;
  return normalised(seconds, nanos);
}

std::string timestamp_text(Seconds value) {
  auto seconds = value.seconds;
  std::int64_t nanos = value.nanos;
  if (nanos < 0) {
    --seconds;
    nanos += kNanos;
  }
  const auto time = calendar_time(seconds);
  return padded(static_cast<std::uint64_t>(time.year), 4) + "-" + padded(time.month, 2) + "-" +
         padded(time.day, 2) + "T" + padded(time.hour, 2) + ":" + padded(time.minute, 2) + ":" +
         padded(time.second, 2) + fraction_text(nanos) + "Z";
}

std::optional<Seconds> parse_duration(std::string_view text) {
  bool negative = false;
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
    negative = text[0] == '-';
    text.remove_prefix(1);
  }
  if (text == "0") return Seconds{};
  if (text.empty()) return std::nullopt;
  std::int64_t nanos = 0;
  while (!text.empty())
    if (!take_part(text, nanos)) return std::nullopt;
  return normalised(0, negative ? -nanos : nanos);
}

std::string duration_text(Seconds value) {
  const bool negative = value.seconds < 0 || value.nanos < 0;
  return (negative ? "-" : "") + std::to_string(std::llabs(value.seconds)) +
         fraction_text(value.nanos) + "s";
}

}  // namespace stopgate::cel
