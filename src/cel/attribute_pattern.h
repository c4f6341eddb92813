#pragma once

// Attributes that are not known, named by patterns: "plan.after.rules[*].cidr".
//
// An attribute is unknown when it matches a pattern, when a pattern is the start of it, or when it
// is used as a whole while a pattern goes deeper. Inputs with holes of their own need none of this:
// their values say what is unknown.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"
#include "cel/datum.h"

namespace stopgate::cel {

struct AttributePattern {
  struct Any {};
  using Step = std::variant<Any, std::string, std::int64_t, std::uint64_t, bool>;

  std::string variable;
  std::vector<Step> steps;
};

// A variable, then steps: ".field", ".*", "[*]", "[0]", "[1u]", "[true]", "[\"key\"]".
[[nodiscard]] Result<AttributePattern> parse_attribute_pattern(std::string_view text);

// How many steps of the attribute the unknown begins at: all of them when the pattern goes deeper.
// Nothing when the pattern does not touch the attribute.
[[nodiscard]] std::optional<std::size_t> match_pattern(const AttributePattern& pattern,
                                                       std::string_view variable,
                                                       std::span<const Datum> steps);

}  // namespace stopgate::cel
