#pragma once

// Cron schedules as the API server and Velero read them.

#include <cstdint>
#include <optional>
#include <string_view>

namespace stopgate::kubernetes {

// Five fields, or @hourly, @daily, @every 90m, …; with a time zone before them ("TZ=UTC …").
[[nodiscard]] bool is_cron(std::string_view text);

// The longest time between two runs, in minutes; nothing for what is no schedule. Counted
// over two years without a leap day.
[[nodiscard]] std::optional<std::int64_t> longest_gap_minutes(std::string_view text);

}  // namespace stopgate::kubernetes
