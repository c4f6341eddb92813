#pragma once

// Shell patterns over names and paths: `*` and `?` stay within one component, `**` crosses them,
// `[a-z]` and `[!a-z]` are classes, `{a,b}` alternatives, a backslash quotes.

#include <string_view>

namespace stopgate {

// Linear in text × pattern, whatever the pattern. `separator` is '/' for paths, '.' for policy ids,
// '\0' for names in which `*` matches everything.
[[nodiscard]] bool glob_match(std::string_view pattern, std::string_view text, char separator);

}  // namespace stopgate
