#pragma once

// Colours of the text report, and paragraphs that fit its width.

#include <cstddef>
#include <string>
#include <string_view>

#include "finding/finding.h"
#include "report/options.h"

namespace stopgate::report {

enum class Tone { Plain, Bold, Dim, Red, Yellow, Green, Cyan, Alarm };

[[nodiscard]] Tone tone_of(finding::Severity severity);

class Paint {
 public:
  explicit Paint(Colors colors) : colors_(colors) {}

  [[nodiscard]] std::string operator()(Tone tone, std::string_view text) const;

 private:
  Colors colors_;
};

// Text from a policy, line by line: each printable, wrapped at blanks to `width` columns (0: not at
// all), every line after the first indented. At most `limit` bytes; the cut shows as "…".
[[nodiscard]] std::string paragraph(std::string_view text, std::size_t width, std::size_t indent,
                                    std::size_t limit = 2'000);

}  // namespace stopgate::report
