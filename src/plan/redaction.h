#pragma once

// Takes the sensitive values of plans out of any text that people will see, in whatever form they
// got there: as they are, within a longer text, base64, hexadecimal, URL-encoded, escaped in HTML,
// in JSON or in JSON within JSON.

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
  // The same within the strings of a JSON text, so that numbers stay numbers; fingerprints, which
  // are made of digests, are left whole.
  [[nodiscard]] std::string scrub_json(std::string_view json) const;
  // The same of a text that may have been cut off in the middle of a secret, before a "…".
  [[nodiscard]] std::string scrub_cut(std::string_view text) const;
  [[nodiscard]] bool contains(std::string_view text) const;

 private:
  void add_pattern(std::string pattern);
  [[nodiscard]] std::size_t next_match(std::string_view text, std::size_t at,
                                       std::size_t& length) const;
  // The longest pattern that starts here; 0 for none.
  [[nodiscard]] std::size_t match(std::string_view text) const;

  // By their first bytes; each list from longest to shortest.
  std::unordered_map<std::uint32_t, std::vector<std::string>> patterns_;
  // By a hash of the first bytes: tells most of a text apart from every secret at once.
  std::vector<bool> first_bytes_ = std::vector<bool>(std::size_t{1} << 16U);
};

}  // namespace stopgate::plan
