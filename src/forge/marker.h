#pragma once

// The hidden comment by which we know our own words again: an HTML comment that holds JSON.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace stopgate::forge {

struct Marker {
  std::string kind;         // "summary", "line"
  std::string key;          // which of several comments: "prod/network"
  std::string head;         // the commit it speaks of
  std::int64_t order = 0;   // of the run; a later run has a greater one; 0 when the CI numbers none
  std::string fingerprint;  // of the finding of a line comment

  bool operator==(const Marker&) const = default;
};

// An HTML comment, or, where HTML is shown as text, a link definition that nothing refers to.
enum class MarkerForm : std::uint8_t { HtmlComment, LinkDefinition };

[[nodiscard]] std::string to_comment(const Marker& marker,
                                     MarkerForm form = MarkerForm::HtmlComment);

// The one that a body begins with. Anyone can write one: see also who wrote the comment.
[[nodiscard]] std::optional<Marker> find_marker(std::string_view body);

// The body without its marker.
[[nodiscard]] std::string_view without_marker(std::string_view body);

}  // namespace stopgate::forge
