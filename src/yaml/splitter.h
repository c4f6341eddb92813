#pragma once

// Cuts a file of manifests into documents before any YAML is parsed, as kubectl and the API
// server's libraries do: by lines that start with `---`, even inside a block scalar.

#include <cstdint>
#include <string_view>
#include <vector>

#include "source/span.h"

namespace stopgate::yaml {

struct Split {
  // One document each, without the separator line in front of it. A separator with nothing before
  // it belongs to the document that follows.
  std::vector<source::Span> documents;
  // What follows `---` on a line where only a comment may: the API server refuses the whole file.
  std::vector<source::Span> bad_separators;
};

[[nodiscard]] Split split_documents(std::string_view text);

// The JSON objects that follow one another in `text` when it starts with one; else the whole.
// Spans count from `offset`.
[[nodiscard]] std::vector<source::Span> split_json_objects(std::string_view text,
                                                           std::uint32_t offset);

// Whether this is JSON rather than YAML: `{` and then a quote or `}`.
[[nodiscard]] bool starts_json_object(std::string_view text);

// Where the first byte stands, at or after `at`, that is neither blank nor comment nor a line with
// the end marker `...` alone; the size of the text when there is none.
[[nodiscard]] std::size_t skip_to_content(std::string_view text, std::size_t at);

}  // namespace stopgate::yaml
