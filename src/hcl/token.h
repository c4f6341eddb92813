#pragma once

// HCL as a flat list of tokens, cut where HCL's own scanner cuts: what the formatter lays out.
//
// Any text gives tokens; they are HCL's only where the text has no syntax errors. Blanks between
// tokens belong to none.

#include <cstdint>
#include <string_view>
#include <vector>

namespace stopgate::hcl {

enum class TokenKind : std::uint8_t {
  None,  // beyond either end of a line
  Identifier,
  Number,
  Newline,
  Comment,  // one that runs to the end of its line holds the line break
  OpenQuote,
  QuotedText,
  CloseQuote,
  OpenHeredoc,  // with its line break
  HeredocText,
  CloseHeredoc,       // the whole line, without its line break
  OpenInterpolation,  // `${`, `${~`
  OpenDirective,      // `%{`, `%{~`
  CloseSequence,      // the `}` or `~}` of either
  OpenBrace,
  CloseBrace,
  OpenBracket,
  CloseBracket,
  OpenParenthesis,
  CloseParenthesis,
  Dot,
  Comma,
  Colon,
  DoubleColon,
  Question,
  Equals,
  Bang,
  Minus,
  Ellipsis,
  Arrow,
  Operator,  // all others
  Other,     // no token of HCL
};

struct Token {
  TokenKind kind = TokenKind::None;
  std::string_view text;
};

[[nodiscard]] std::vector<Token> tokenize(std::string_view text);

// Ends a line of tokens.
[[nodiscard]] bool ends_line(const Token& token);

// 1 for what opens a bracket or a template sequence, -1 for what closes one, else 0.
[[nodiscard]] int bracket_change(TokenKind kind);

}  // namespace stopgate::hcl
