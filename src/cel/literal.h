#pragma once

// The values of literals: numbers, strings and bytes with their escapes.

#include "base/arena.h"
#include "base/result.h"
#include "cel/datum.h"
#include "cel/lexer.h"

namespace stopgate::cel {

// `negative` when a minus stands before the number, since -9223372036854775808 has no positive
// form.
[[nodiscard]] Result<Datum> number_literal(const Token& token, bool negative);

// Of a String or Bytes token with its prefix and quotes.
[[nodiscard]] Result<Datum> text_literal(Arena& arena, const Token& token);

}  // namespace stopgate::cel
