#pragma once

// Text inside XML 1.0: what the reports for test runners and checkers are made of.

#include <string>
#include <string_view>

namespace stopgate::report {

// For an attribute in double quotes or for text. Characters that XML cannot hold, escaped or not,
// become U+FFFD, as do bytes that are not UTF-8.
[[nodiscard]] std::string xml_escaped(std::string_view text);

// ` name="value"`.
[[nodiscard]] std::string xml_attribute(std::string_view name, std::string_view value);

}  // namespace stopgate::report
