#pragma once

// Secrets by value: Terraform marks where a secret enters, not where a provider copies it to.
//
// Every scalar that is marked sensitive anywhere in a plan is collected, and then everything that
// equals one is marked. Short and common values are left out: hiding every "true" or every port
// says nothing and hides the plan.

#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/arena.h"
#include "value/value.h"

namespace stopgate::plan {

// Whether a text is worth hiding wherever it stands.
[[nodiscard]] bool is_secret_text(std::string_view text);

class Taint {
 public:
  // The arena keeps the secrets.
  explicit Taint(Arena& arena) : arena_(arena) {}

  // Every scalar below, marked or not.
  void collect(const value::Value& value);
  // Only what is marked below.
  void collect_marked(const value::Value& value);

  [[nodiscard]] bool is_empty() const { return secrets_.empty(); }
  // `value` with everything equal to a secret marked; shared where nothing is.
  [[nodiscard]] value::Value mark(Arena& arena, const value::Value& value) const;
  // Sorted.
  [[nodiscard]] std::vector<std::string_view> secrets() const;

 private:
  void add(std::string_view text);
  [[nodiscard]] bool is_secret(const value::Value& scalar) const;
  [[nodiscard]] bool has_secret(const value::Value& value) const;

  // A bit of `seen_`: most values are told apart from every secret by it, without hashing them.
  [[nodiscard]] static std::size_t sketch(std::string_view text);

  Arena& arena_;
  std::vector<bool> seen_ = std::vector<bool>(std::size_t{1} << 16U);
  std::unordered_set<std::string_view> secrets_;
};

}  // namespace stopgate::plan
