#include "terraform/version_constraint.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "base/text.h"

namespace stopgate::terraform {

namespace {

struct OperatorText {
  std::string_view text;
  VersionOperator op;
};

// Longest first: ">=" before ">".
constexpr std::array<OperatorText, 7> kOperators = {{
    {">=", VersionOperator::GreaterEqual},
    {"<=", VersionOperator::LessEqual},
    {"!=", VersionOperator::NotEqual},
    {"~>", VersionOperator::Pessimistic},
    {">", VersionOperator::Greater},
    {"<", VersionOperator::Less},
    {"=", VersionOperator::Equal},
}};

bool is_label(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '.' || c == '~';
  });
}

}  // namespace

std::optional<Version> parse_version(std::string_view text) {
  Version version;
  if (text.starts_with('v')) text.remove_prefix(1);
  if (const auto plus = text.find('+'); plus != std::string_view::npos) {
    if (!is_label(text.substr(plus + 1))) return std::nullopt;
    text = text.substr(0, plus);
  }
  if (const auto dash = text.find('-'); dash != std::string_view::npos) {
    version.prerelease = std::string(text.substr(dash + 1));
    if (!is_label(version.prerelease)) return std::nullopt;
    text = text.substr(0, dash);
  }
  for (const auto piece : split(text, '.')) {
    std::uint64_t number = 0;
    const auto* end = piece.data() + piece.size();
    const auto [stop, error] = std::from_chars(piece.data(), end, number);
    if (piece.empty() || error != std::errc() || stop != end) return std::nullopt;
    version.segments.push_back(number);
  }
  return version;
}

VersionConstraintResult parse_version_constraint(std::string_view text) {
  VersionConstraint constraint;
  for (const auto piece : split(text, ',')) {
    auto rest = trim(piece);
    VersionCondition condition;
    const auto* op = std::ranges::find_if(
        kOperators, [&](const OperatorText& one) { return rest.starts_with(one.text); });
    if (op != kOperators.end()) {
      condition.op = op->op;
      rest = trim(rest.substr(op->text.size()));
    }
    auto version = parse_version(rest);
    if (!version) {
      return {.constraint = std::nullopt,
              .error = trim(piece).empty() ? "a part of it is empty"
                                           : quoted(trim(piece), 60) + " names no version"};
    }
    condition.version = std::move(*version);
    constraint.conditions.push_back(std::move(condition));
  }
  return {.constraint = std::move(constraint), .error = {}};
}

bool VersionConstraint::admits_major(std::uint64_t major) const {
  return std::ranges::all_of(conditions, [&](const VersionCondition& condition) {
    const auto& version = condition.version;
    const auto own = version.segment(0);
    switch (condition.op) {
      case VersionOperator::Equal:
        return own == major;
      case VersionOperator::NotEqual:
        return true;
      case VersionOperator::Greater:
      case VersionOperator::GreaterEqual:
        return own <= major;
      case VersionOperator::Less: {
        const bool is_start =
            std::ranges::all_of(version.segments.begin() + 1, version.segments.end(),
                                [](std::uint64_t n) { return n == 0; });
        return own > major || (own == major && !is_start);
      }
      case VersionOperator::LessEqual:
        return own >= major;
      case VersionOperator::Pessimistic:
        // "~> 5" lets the only segment grow.
        return version.segments.size() == 1 ? own <= major : own == major;
    }
    return true;
  });
}

}  // namespace stopgate::terraform
