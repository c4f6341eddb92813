#pragma once

// Version constraints as `required_version`, `required_providers` and module calls write them:
// ">= 1.3, < 2.0", "~> 5.0".

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stopgate::terraform {

struct Version {
  std::vector<std::uint64_t> segments;  // as many as are written
  std::string prerelease;               // "beta1" of 1.0.0-beta1

  [[nodiscard]] std::uint64_t segment(std::size_t index) const {
    return index < segments.size() ? segments[index] : 0;
  }
};

// Nothing for what is no version.
[[nodiscard]] std::optional<Version> parse_version(std::string_view text);

enum class VersionOperator : std::uint8_t {
  Equal,
  NotEqual,
  Greater,
  GreaterEqual,
  Less,
  LessEqual,
  Pessimistic,  // ~>: the last segment written may grow
};

struct VersionCondition {
  VersionOperator op = VersionOperator::Equal;
  Version version;
};

struct VersionConstraint {
  std::vector<VersionCondition> conditions;

  // Some version "major.x.y" satisfies all conditions, as far as each condition alone can tell.
  [[nodiscard]] bool admits_major(std::uint64_t major) const;
};

struct VersionConstraintResult {
  std::optional<VersionConstraint> constraint;
  std::string error;  // then: what is wrong with which part
};

[[nodiscard]] VersionConstraintResult parse_version_constraint(std::string_view text);

}  // namespace stopgate::terraform
