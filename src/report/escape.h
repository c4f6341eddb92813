#pragma once

// Text from the input as Markdown that means nothing: no mention, link, image, tag or list comes of
// it.

#include <cstddef>
#include <string>
#include <string_view>

namespace stopgate::report {

// `text`, in as many backticks as it needs; "(none)" for no text.
[[nodiscard]] std::string code_span(std::string_view text, std::size_t limit = 300);

// One paragraph of prose. Words that a forge could take for something (`@team`, `#12`, `a_b`,
// `<b>`, `x.y/z#1`, `https://…`, a commit's hash) become code spans, neighbours one span; the rest
// stays as it is.
[[nodiscard]] std::string prose(std::string_view text, std::size_t limit = 1'000);

// A fence longer than any run of backticks in the text.
[[nodiscard]] std::string fence_for(std::string_view text);

// Percent-encoded, for the path of a URL; slashes stay.
[[nodiscard]] std::string percent_encoded(std::string_view path);

}  // namespace stopgate::report
