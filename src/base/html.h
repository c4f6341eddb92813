#pragma once

// Text that is no markup in HTML.

#include <string>
#include <string_view>

namespace stopgate {

// For text and for attribute values in quotes.
[[nodiscard]] std::string html_escaped(std::string_view text);

}  // namespace stopgate
