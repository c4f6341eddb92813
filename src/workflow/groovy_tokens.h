#pragma once

// The words, strings and marks of a Jenkinsfile: as much of Groovy as it takes to see which steps
// stand in which stage.

#include <cstdint>
#include <string_view>
#include <vector>

#include "source/span.h"

namespace stopgate::workflow {

enum class TokenKind : std::uint8_t { Word, String, Mark };

struct Token {
  TokenKind kind = TokenKind::Mark;
  std::string_view text;         // of a string: what stands between the quotes
  source::Span span;             // of `text`
  bool is_interpolated = false;  // a string in double quotes
  bool is_closed = true;         // false: a string that the file ends in
  bool starts_line = false;      // the first on its line

  [[nodiscard]] bool is(std::string_view expected) const {
    return kind != TokenKind::String && text == expected;
  }
};

// Comments are left out.
[[nodiscard]] std::vector<Token> groovy_tokens(std::string_view text);

}  // namespace stopgate::workflow
