#pragma once

// Time zones: fixed offsets, and the names of the IANA database with the rule each zone follows
// today.
//
// The system's zone files are not read: an expression must mean the same on every machine. A name
// therefore follows its present rule also for the past; where a country changed its rule, old
// timestamps may be off by the change.

#include <cstdint>
#include <optional>
#include <string_view>

namespace stopgate::cel {

// Seconds east of UTC at that moment; "UTC", "+05:30", "-02:30", "02:00", "Europe/Berlin".
[[nodiscard]] std::optional<std::int64_t> zone_offset(std::string_view zone,
                                                      std::int64_t utc_seconds);

}  // namespace stopgate::cel
