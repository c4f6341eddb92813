#pragma once

// What Unicode makes of text: normal form, the characters that people see, capitals.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace stopgate::terraform {

// Normal form C; text that is not UTF-8 stays as it is.
[[nodiscard]] std::string normalized(std::string text);

// Grapheme clusters, in order: views of the text.
[[nodiscard]] std::vector<std::string_view> graphemes(std::string_view text);
[[nodiscard]] std::size_t grapheme_count(std::string_view text);

// Code points; U+FFFD for bytes that are not UTF-8.
[[nodiscard]] std::vector<char32_t> code_points(std::string_view text);
[[nodiscard]] std::string to_utf8(const std::vector<char32_t>& points);

[[nodiscard]] std::string uppercase(std::string_view text);
[[nodiscard]] std::string lowercase(std::string_view text);
// The first letter of each word as a capital.
[[nodiscard]] std::string title_case(std::string_view text);

[[nodiscard]] bool is_space(char32_t point);

}  // namespace stopgate::terraform
