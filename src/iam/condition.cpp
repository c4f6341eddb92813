#include "iam/condition.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>

#include "base/text.h"
#include "iam/action_table.h"

namespace stopgate::iam {

namespace {

using value::Value;

std::string text_of(const Value& value) {
  if (value.is_string()) return std::string(value.as_string());
  if (value.is_unknown()) {
    // Two unknowns are the same text only when they are about the same thing.
    return "(not known: " + std::string(value.as_unknown().subject) + ")";
  }
  return value::to_text(value);
}

struct Network {
  std::uint32_t base = 0;
  int bits = 32;
};

std::optional<Network> parse_network(std::string_view text) {
  const auto slash = text.find('/');
  const auto address = text.substr(0, slash);
  Network out;
  const auto octets = split(address, '.');
  if (octets.size() != 4) return std::nullopt;
  for (const auto octet : octets) {
    unsigned number = 256;
    const auto end = octet.data() + octet.size();
    const auto read = std::from_chars(octet.data(), end, number);
    if (read.ec != std::errc() || read.ptr != end || number > 255) return std::nullopt;
    out.base = out.base << 8U | number;
  }
  if (slash != std::string_view::npos) {
    const auto length = text.substr(slash + 1);
    const auto end = length.data() + length.size();
    const auto read = std::from_chars(length.data(), end, out.bits);
    if (read.ec != std::errc() || read.ptr != end || out.bits < 0 || out.bits > 32)
      return std::nullopt;
  }
  return out;
}

bool is_within(std::string_view inner, std::string_view outer) {
  const auto a = parse_network(inner);
  const auto b = parse_network(outer);
  if (!a || !b || a->bits < b->bits) return false;
  return b->bits == 0 || (a->base >> (32 - b->bits)) == (b->base >> (32 - b->bits));
}

bool is_negated(std::string_view operation) {
  return operation.find("not") != std::string_view::npos;
}

bool is_pattern(std::string_view operation) {
  return operation.find("like") != std::string_view::npos ||
         operation.find("arn") != std::string_view::npos;
}

// The alternative `inner` is a case of the alternative `outer`.
bool is_covered(std::string_view operation, const std::string& inner, const std::string& outer) {
  if (inner == outer) return true;
  if (operation.starts_with("ipaddress")) return is_within(inner, outer);
  // Patterns are compared without case here; a value that holds wildcards itself is compared as
  // text, which is right for `*` and misses nothing that is narrower.
  return is_pattern(operation) && inner.find('?') == std::string::npos &&
         matches_action(outer, inner);
}

bool covers(std::string_view operation, const std::vector<std::string>& inner,
            const std::vector<std::string>& outer) {
  return std::ranges::all_of(inner, [&](const std::string& one) {
    return std::ranges::any_of(
        outer, [&](const std::string& other) { return is_covered(operation, one, other); });
  });
}

bool element_implies(const ConditionElement& a, const ConditionElement& b) {
  if (a == b) return true;
  if (a.key != b.key) return false;
  const bool drops_if_exists = a.operation + "ifexists" == b.operation;
  if (a.operation != b.operation && !drops_if_exists) {
    return a.operation == "stringequals" && b.operation == "stringlike" &&
           covers(b.operation, a.values, b.values);
  }
  if (a.operation.find(':') != std::string::npos) return a.values == b.values;
  const auto ordered = [&](std::string_view name) { return a.operation.starts_with(name); };
  if (ordered("null") || ordered("bool") || ordered("numeric") || ordered("date") ||
      ordered("binary"))
    return a.values == b.values;
  return is_negated(a.operation) ? covers("string", b.values, a.values)
                                 : covers(a.operation, a.values, b.values);
}

constexpr std::array<std::string_view, 14> kCallerKeys = {
    "aws:sourcearn",      "aws:sourceaccount",     "aws:sourceorgid",  "aws:sourceorgpaths",
    "aws:sourcevpce",     "aws:sourcevpc",         "aws:sourceip",     "aws:vpcsourceip",
    "aws:principalorgid", "aws:principalorgpaths", "aws:principalarn", "aws:principalaccount",
    "aws:userid",         "aws:sourceowner"};

constexpr std::array<std::string_view, 4> kOwnKeys = {
    "kms:calleraccount", "kms:viaservice", "s3:dataaccesspointaccount", "lambda:eventsourcetoken"};

bool is_caller_key(std::string_view key) {
  return std::ranges::find(kCallerKeys, key) != kCallerKeys.end() ||
         std::ranges::find(kOwnKeys, key) != kOwnKeys.end();
}

// A value that every caller has.
bool is_everything(const ConditionElement& element, std::string_view value) {
  if (value == "*" || value == "0.0.0.0/0" || value == "::/0") return true;
  if (element.key.find("ip") != std::string::npos && element.operation.starts_with("ip") &&
      value.find(':') == std::string_view::npos && !parse_network(value))
    return true;
  return element.operation.find("like") != std::string::npos &&
         value.find_first_not_of("*:") == std::string_view::npos;
}

bool tolerates_absence(std::string_view operation) {
  return operation.ends_with("ifexists") || operation.starts_with("forallvalues:");
}

}  // namespace

Condition read_condition(const Value& conditions) {
  Condition out;
  if (conditions.is_unknown()) {
    out.push_back({"not known", "not known", {text_of(conditions)}, "a condition not known yet"});
    return out;
  }
  for (const auto& item : conditions.items()) {
    ConditionElement element;
    element.operation = to_lower(text_of(item.get("operator")));
    element.written = text_of(item.get("key"));
    element.key = to_lower(element.written);
    const auto values = item.get("values");
    for (const auto& one : values.items()) element.values.push_back(text_of(one));
    if (!values.is_list() && !values.is_null()) element.values.push_back(text_of(values));
    std::ranges::sort(element.values);
    const auto repeated = std::ranges::unique(element.values);
    element.values.erase(repeated.begin(), repeated.end());
    out.push_back(std::move(element));
  }
  std::ranges::sort(out, [](const ConditionElement& a, const ConditionElement& b) {
    return std::tie(a.operation, a.key, a.values) < std::tie(b.operation, b.key, b.values);
  });
  return out;
}

bool implies(const Condition& a, const Condition& b) {
  return std::ranges::all_of(b, [&](const ConditionElement& wanted) {
    return std::ranges::any_of(
        a, [&](const ConditionElement& given) { return element_implies(given, wanted); });
  });
}

std::string keys_of(const Condition& condition) {
  std::string out;
  for (const auto& element : condition) {
    if (out.find(element.written) != std::string::npos) continue;
    if (!out.empty()) out += " and ";
    out += element.written;
  }
  return out;
}

bool limits_callers(const ConditionElement& element) {
  const bool is_token = element.operation.starts_with("string") &&
                        (element.key.ends_with(":sub") || element.key.ends_with(":aud"));
  if (!is_caller_key(element.key) && !is_token && element.key != "sts:externalid") return false;
  if (is_negated(element.operation) || tolerates_absence(element.operation)) return false;
  if (element.operation.starts_with("null")) return false;
  return !element.values.empty() &&
         std::ranges::none_of(element.values, [&](const std::string& value) {
           return is_everything(element, value);
         });
}

bool holds_for_strangers(const ConditionElement& element) {
  return is_caller_key(element.key) && is_negated(element.operation);
}

}  // namespace stopgate::iam
