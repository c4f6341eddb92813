#include "cel/zones.h"

namespace stopgate::cel {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// "+05:30" with the sign optional.
std::optional<std::int64_t> fixed_offset(std::string_view zone) {
  std::int64_t sign = 1;
  if (!zone.empty() && (zone[0] == '+' || zone[0] == '-')) {
    sign = zone[0] == '-' ? -1 : 1;
    zone.remove_prefix(1);
  }
  if (zone.size() != 5 || zone[2] != ':' || !is_digit(zone[0]) || !is_digit(zone[1]) || !is_digit(zone[3]) || !is_digit(zone[4])) return std::nullopt;
  const auto hours = (zone[0] - '0') * 10 + (zone[1] - '0');
  const auto minutes = (zone[3] - '0') * 10 + (zone[4] - '0');
  if (hours > 23 || minutes > 59) return std::nullopt;
  return sign * (hours * 3600 + minutes * 60);
}

}  // namespace

std::optional<std::int64_t> zone_offset(std::string_view zone, std::int64_t) {
  if (zone.empty() || zone == "UTC" || zone == "GMT") return 0;
  return fixed_offset(zone);
}

}  // namespace stopgate::cel
