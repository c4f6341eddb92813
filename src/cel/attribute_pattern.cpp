#include "cel/attribute_pattern.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/text.h"

namespace stopgate::cel {

namespace {

using Step = AttributePattern::Step;

template <typename Number>
std::optional<Step> number_step(std::string_view text) {
  Number number{};
  const auto result = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || result.ec != std::errc() || result.ptr != text.data() + text.size())
    return std::nullopt;
  return Step(number);
}

// What stands between brackets.
std::optional<Step> bracket_step(std::string_view text) {
  if (text == "*") return Step(AttributePattern::Any{});
  if (text == "true" || text == "false") return Step(text == "true");
  if (text.size() >= 2 && (text.front() == '"' || text.front() == '\'') &&
      text.back() == text.front())
    return Step(std::string(text.substr(1, text.size() - 2)));
  if (text.ends_with('u')) return number_step<std::uint64_t>(text.substr(0, text.size() - 1));
  return number_step<std::int64_t>(text);
}

bool matches(const Step& step, const Datum& key) {
  struct Visitor {
    const Datum& key;
    bool operator()(AttributePattern::Any) const { return true; }
    bool operator()(const std::string& text) const {
      return key.is_string() && key.as_string() == text;
    }
    bool operator()(bool value) const { return key.is_bool() && key.as_bool() == value; }
    bool operator()(std::int64_t number) const {
      return key.is_number() && Datum::equal(Datum::integer(number), key);
    }
    bool operator()(std::uint64_t number) const {
      return key.is_number() && Datum::equal(Datum::unsigned_integer(number), key);
    }
  };
  return std::visit(Visitor{key}, step);
}

}  // namespace

Result<AttributePattern> parse_attribute_pattern(std::string_view text) {
  AttributePattern pattern;
  const auto first = std::min(text.find_first_of(".["), text.size());
  pattern.variable = text.substr(0, first);
  if (pattern.variable.empty()) return fail("pattern " + quoted(text) + " names no variable");
  for (auto rest = text.substr(first); !rest.empty();) {
    std::optional<Step> step;
    std::size_t end = 0;
    if (rest.front() == '.') {
      end = std::min(rest.find_first_of(".[", 1), rest.size());
      const auto name = rest.substr(1, end - 1);
      if (!name.empty())
        step = name == "*" ? Step(AttributePattern::Any{}) : Step(std::string(name));
    } else {
      const auto close = rest.starts_with("[\"") ? rest.find("\"]", 2) + 1 : rest.find(']');
      if (close == std::string_view::npos || close == 0)
        return fail("pattern " + quoted(text) + " has no closing bracket");
      step = bracket_step(rest.substr(1, close - 1));
      end = close + 1;
    }
    if (!step)
      return fail("pattern " + quoted(text) + " has the step " + quoted(rest.substr(0, end)) +
                  "; write .field, .*, [*], [0], [1u], [true] or [\"key\"]");
    pattern.steps.push_back(std::move(*step));
    rest.remove_prefix(end);
  }
  return pattern;
}

std::optional<std::size_t> match_pattern(const AttributePattern& pattern, std::string_view variable,
                                         std::span<const Datum> steps) {
  if (pattern.variable != variable) return std::nullopt;
  const auto common = std::min(pattern.steps.size(), steps.size());
  for (std::size_t i = 0; i < common; ++i)
    if (!matches(pattern.steps[i], steps[i])) return std::nullopt;
  return common;
}

}  // namespace stopgate::cel
