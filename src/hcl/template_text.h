#pragma once

// The literal text of templates: escapes, strip marks and the indentation of heredocs.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "hcl/syntax.h"

namespace stopgate::hcl {

// A heredoc knows no backslash, and its strip marks reach to the end of a line only.
enum class Quoting { Quoted, Heredoc };

[[nodiscard]] bool has_escape(std::string_view text, Quoting quoting);

struct Unescaped {
  std::string text;
  std::optional<std::size_t> surrogate;  // where an escape stands that names no character
};
// The grammar has checked that escapes are well-formed.
[[nodiscard]] Unescaped unescape(std::string_view text, Quoting quoting);

// What `~}` before the text and `${~` after it leave of it.
[[nodiscard]] std::string_view trim_front(std::string_view text, Quoting quoting);
[[nodiscard]] std::string_view trim_back(std::string_view text, Quoting quoting);

// `<<-`: takes the indentation that all lines share from each. Blank lines do not count.
void remove_indentation(std::vector<TemplatePart>& parts, Arena& arena);

// Makes one Text of several in a row.
void join_text(std::vector<TemplatePart>& parts, Arena& arena);

}  // namespace stopgate::hcl
