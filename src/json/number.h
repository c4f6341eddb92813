#pragma once

// What a JSON number becomes: Int, Uint or Double, with the lexeme kept where a double would lose
// it.

#include <cstddef>
#include <string_view>

#include "base/arena.h"
#include "value/value.h"

namespace stopgate::json {

// Bytes of the JSON number at the start of `text`; 0 when there is none ("-", "+1", ".5"; "01" is
// "0").
[[nodiscard]] std::size_t number_length(std::string_view text);

// `lexeme` is one whole JSON number.
[[nodiscard]] value::Value make_number(Arena& arena, std::string_view lexeme);

}  // namespace stopgate::json
