#pragma once

// Text helpers that several rooms need: UTF-8, names near other names, safe quoting.

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace stopgate {

// Offset of the first byte that is not part of well-formed UTF-8 (no surrogates, no overlong
// forms).
[[nodiscard]] std::optional<std::size_t> find_invalid_utf8(std::string_view text);

// Appends the UTF-8 form of a code point; U+FFFD for what is not one.
void append_utf8(std::string& out, char32_t code_point);

// Splits at each separator; an empty text gives one empty piece.
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);
[[nodiscard]] std::string join(std::span<const std::string> pieces, std::string_view separator);
[[nodiscard]] std::string_view trim(std::string_view text);
[[nodiscard]] std::string to_lower(std::string_view text);  // ASCII only

// Insertions, deletions, substitutions and swaps of neighbours; gives up above `limit` (returns
// limit + 1).
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit);

// The candidate nearest to `name` within two edits (one, for names of up to four letters).
[[nodiscard]] std::optional<std::string_view> nearest_name(
    std::string_view name, std::span<const std::string_view> candidates);

// 'name' as it may be shown on one line of a terminal or a log: control characters, line breaks,
// bidirectional overrides and bytes that are not UTF-8 become \xNN or \u{NNNN}; at most `limit`
// bytes of it.
[[nodiscard]] std::string printable(std::string_view text, std::size_t limit = 200);
[[nodiscard]] std::string quoted(std::string_view text, std::size_t limit = 200);  // 'printable'

// Columns a terminal gives the text (wide and combining characters counted as such).
[[nodiscard]] std::size_t display_width(std::string_view text);

}  // namespace stopgate
