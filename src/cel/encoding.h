#pragma once

// Base64 with the standard alphabet.

#include <optional>
#include <string>
#include <string_view>

namespace stopgate::cel {

// Padding may be missing; nothing when the text is not base64.
[[nodiscard]] std::optional<std::string> base64_decode(std::string_view text);

}  // namespace stopgate::cel
