#pragma once

// Parses an expression and expands its macros. Stops at the first mistake, which is mostly the only
// one in an expression, and says what was expected there.

#include <optional>

#include "base/arena.h"
#include "cel/dialect.h"
#include "cel/expression.h"
#include "cel/program.h"

namespace stopgate::cel {

struct Parsed {
  Expr* root = nullptr;  // null when there is an issue
  std::optional<Issue> issue;
  std::uint32_t expressions = 0;  // ids are below this
};

// `text` must outlive the tree.
[[nodiscard]] Parsed parse(Arena& arena, std::string_view text, const Dialect& dialect,
                           std::size_t depth_limit);

}  // namespace stopgate::cel
