#pragma once

// Where the tokens of HCL end: the regular expressions of grammars/hcl/grammar.js and the heredocs
// of its scanner.c, by hand. Each function takes where a token starts and gives the byte after it,
// or `at` itself where there is no such token. Texts hold no NUL.

#include <cstddef>
#include <string_view>

namespace stopgate::hcl {

// The byte at `at`, or NUL at the end of the text.
[[nodiscard]] inline char byte_at(std::string_view text, std::size_t at) {
  return at < text.size() ? text[at] : '\0';
}

[[nodiscard]] bool starts_name(char c);
[[nodiscard]] bool is_digit(char c);

[[nodiscard]] std::size_t end_of_name(std::string_view text, std::size_t at);
// From the end of a name: `.b[0].c` behind it.
[[nodiscard]] std::size_t end_of_steps(std::string_view text, std::size_t at);
[[nodiscard]] std::size_t end_of_number(std::string_view text, std::size_t at);
[[nodiscard]] std::size_t end_of_newline(std::string_view text, std::size_t at);
[[nodiscard]] std::size_t end_of_comment(std::string_view text, std::size_t at);
// Text of a quoted string up to its end or to a template sequence. Signs `$` and `%` before either
// are left.
[[nodiscard]] std::size_t end_of_quoted_text(std::string_view text, std::size_t at);
// One text token of a template: up to a sign, or signs and what they escape or stand before.
[[nodiscard]] std::size_t end_of_text_token(std::string_view text, std::size_t at);
[[nodiscard]] std::size_t end_of_signs(std::string_view text, std::size_t at);
// `${a.b}`, blanks inside or not.
[[nodiscard]] std::size_t end_of_simple_interpolation(std::string_view text, std::size_t at);
// The rest of a line of a heredoc with its newline, or up to a template sequence.
[[nodiscard]] std::size_t end_of_heredoc_line(std::string_view text, std::size_t at);

[[nodiscard]] bool starts_sequence(std::string_view text, std::size_t at);

// Whether the line at `at` ends a heredoc. Doubtful where Unicode's spaces would decide it.
enum class LineKind { Text, End, Doubtful };
struct HeredocLine {
  LineKind kind = LineKind::Text;
  std::size_t end = 0;  // of the marker and the blanks after it
};
[[nodiscard]] HeredocLine classify_heredoc_line(std::string_view text, std::size_t at,
                                                std::string_view marker);

}  // namespace stopgate::hcl
