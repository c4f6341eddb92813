#pragma once

// Base64 with the standard alphabet and padding (RFC 4648, section 4).

#include <string>
#include <string_view>

namespace stopgate {

[[nodiscard]] std::string base64_encode(std::string_view octets);

}  // namespace stopgate
