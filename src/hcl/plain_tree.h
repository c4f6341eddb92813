#pragma once

// The concrete tree of text without syntax errors, in one pass and without tree-sitter.
//
// Tree-sitter is there for broken text: it keeps what recovery may need, which costs most of the
// time that reading takes. This reader takes the language of grammars/hcl and gives the very nodes
// that parse_tree gives; wherever a byte is not what it expects it gives up, and tree-sitter reads
// the file. It never has to say what is wrong. tests/unit/hcl/plain_tree_test.cpp holds the two
// equal.

#include <optional>
#include <string_view>

#include "base/limits.h"
#include "hcl/tree.h"

namespace stopgate::hcl {

// `text` is well-formed UTF-8. Nothing where the text has an error, or may have one.
[[nodiscard]] std::optional<Tree> read_plain_tree(std::string_view text, const Limits& limits);

}  // namespace stopgate::hcl
