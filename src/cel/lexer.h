#pragma once

// Splits an expression into tokens. Literals are kept as written; literal.h gives their values.

#include <string>
#include <string_view>
#include <vector>

#include "source/span.h"

namespace stopgate::cel {

enum class TokenKind : std::uint8_t {
  Identifier,
  QuotedIdentifier,  // `content-type`
  Int,
  Uint,
  Double,
  String,
  Bytes,
  Symbol,  // operators and brackets, as text
  End,
  Broken,  // message says why
};

struct Token {
  TokenKind kind = TokenKind::End;
  source::Span span;
  std::string_view text;
  std::string message = {};
};

// Ends with End or with the first Broken.
[[nodiscard]] std::vector<Token> tokenize(std::string_view text);

}  // namespace stopgate::cel
