#pragma once

// The packed form of long pages.

#include <string>
#include <string_view>

namespace stopgate::report {

// As a gzip member (RFC 1952) without a name or a time: equal bytes give equal members.
[[nodiscard]] std::string gzip(std::string_view bytes);

}  // namespace stopgate::report
