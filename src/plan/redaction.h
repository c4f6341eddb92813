#pragma once

// Takes the sensitive values of plans out of any text that people will see, in whatever form they
// got there: as they are, within a longer text, base64, URL-encoded, escaped in JSON or in JSON
// within JSON.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "plan/plan.h"

namespace stopgate::plan {

class Redactor {
 public:
  Redactor() = default;
  explicit Redactor(const Plan& plan) { add(plan); }

  void add(const Plan& plan);
  // Ignores texts that are short or too common to be hidden (see taint.h).
  void add(std::string_view secret);

  [[nodiscard]] bool is_empty() const { return patterns_.empty(); }
  // `text` with "(sensitive)" for every secret; linear in the text while secrets differ in their
  // first bytes.
  [[nodiscard]] std::string scrub(std::string_view text) const;

 private:
  void add_pattern(std::string pattern);
  // The longest pattern that starts here; 0 for none.
  [[nodiscard]] std::size_t match(std::string_view text) const;

  // By their first bytes; each list from longest to shortest.
  std::unordered_map<std::uint32_t, std::vector<std::string>> patterns_;
};

}  // namespace stopgate::plan
