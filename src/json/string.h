#pragma once

// The strings of JSON: where one ends, and what its escapes mean.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace stopgate::json {

// The inside of a string, from just after its opening quote.
struct ScannedString {
  std::size_t length = 0;  // up to what ended it
  bool has_escapes = false;
  // The closing quote; else a control character, or the end of the text.
  bool is_closed = false;
};

[[nodiscard]] ScannedString scan_string(std::string_view text);

struct UnescapeError {
  std::size_t offset = 0;  // of the backslash
  std::string message;
};

// Appends the meaning of `raw`. A half of a surrogate pair becomes U+FFFD and sets
// `lone_surrogate`.
[[nodiscard]] std::optional<UnescapeError> unescape(std::string_view raw, std::string& out,
                                                    bool& lone_surrogate);

}  // namespace stopgate::json
