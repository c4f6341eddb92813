#pragma once

// Reads whole JSON texts (RFC 8259) into Values.
//
// Neither JSON library says where a value ends, so this reader is our own: one pass, no recursion,
// and a Span on every node. Strings without escapes view the text. Broken input gives what was
// understood up to the first error, with every open list and map closed there.

#include <string_view>

#include "base/limits.h"
#include "source/source_file.h"
#include "value/document.h"

namespace stopgate::json {

// A file. Spans cover whole tokens, the quotes of strings and keys included. Strings view the text
// of the SourceMap, which must outlive the document.
[[nodiscard]] value::Document read(const source::SourceMap& sources, source::FileId file,
                                   const Limits& limits = {});

// JSON inside something else (an IAM policy in an attribute): no places. The text is copied into
// the document's arena, and diagnostics name line and column in their message.
[[nodiscard]] value::Document parse(std::string_view text, const Limits& limits = {});

}  // namespace stopgate::json
