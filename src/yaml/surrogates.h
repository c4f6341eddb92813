#pragma once

// JSON writes characters beyond U+FFFF as two escapes, `\ud83d\ude00`; YAML refuses those.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace stopgate::yaml {

constexpr std::size_t kSurrogatePairSize = 12;  // bytes as written

// The character that the two escapes at the start of `text` stand for together.
[[nodiscard]] std::optional<char32_t> parse_surrogate_pair(std::string_view text);

// Where the first pair at or after `at` stands, in JSON.
[[nodiscard]] std::optional<std::size_t> find_surrogate_pair(std::string_view text, std::size_t at);

// The same character as YAML writes it, in the same number of bytes, so that no offset changes: an
// escaped line break, which stands for nothing, and `\U0001F600`.
[[nodiscard]] std::string yaml_escape(char32_t character);

}  // namespace stopgate::yaml
