// Functions over strings: characters are what people see as one, so "é" counts once.

#include <algorithm>

#include "terraform/functions.h"
#include "terraform/text_unicode.h"

namespace stopgate::terraform {

namespace {

Outcome text(std::string value) {
  return CtyValue::string(std::move(value));
}

Outcome chomp(const Invocation& call) {
  const auto& value = call.text(0);
  const auto end = value.find_last_not_of("\r\n");
  return text(value.substr(0, end == std::string::npos ? 0 : end + 1));
}

// The start of a string may be known when the rest is not.
Outcome starts_with(const Invocation& call) {
  if (call[1].is_unknown()) return unknown_result(call, Type::boolean());
  const auto& wanted = call.text(1);
  if (!call[0].is_unknown()) return CtyValue::boolean(call.text(0).starts_with(wanted));
  const auto& known = call[0].unknown_info().prefix;
  if (known.starts_with(wanted)) return CtyValue::boolean(true);
  if (!wanted.starts_with(known)) return CtyValue::boolean(false);
  return unknown_result(call, Type::boolean());
}

Outcome indent(const Invocation& call) {
  const auto spaces = call[0].as_number().to_int64();
  constexpr std::int64_t kMost = 10'000;
  if (!spaces || *spaces < 0 || *spaces > kMost)
    return Outcome::wrong_argument(0, "'spaces' is " + call[0].as_number().to_text(),
                                   "a whole number from 0 to 10000 is required");
  const std::string pad(static_cast<std::size_t>(*spaces), ' ');
  std::string out;
  for (const char c : call.text(1)) {
    out += c;
    if (c == '\n') out += pad;
  }
  return text(std::move(out));
}

Outcome join(const Invocation& call) {
  std::string out;
  bool is_first = true;
  for (std::size_t at = 1; at < call.size(); ++at) {
    if (!call[at].is_wholly_known()) return unknown_result(call, Type::string());
    for (const auto& element : call[at].elements()) {
      if (element.is_null())
        return Outcome::wrong_argument(at, "an element of the list is null",
                                       "leave it out with compact(), or give it a value");
      if (!is_first) out += call.text(0);
      is_first = false;
      out += element.as_string();
    }
  }
  return text(std::move(out));
}

Outcome split_text(const Invocation& call) {
  const auto& separator = call.text(0);
  const auto& value = call.text(1);
  std::vector<CtyValue> pieces;
  if (separator.empty()) {
    for (const auto point : code_points(value))
      pieces.push_back(CtyValue::string(to_utf8({point})));
    return CtyValue::list(Type::string(), std::move(pieces));
  }
  std::size_t start = 0;
  for (auto found = value.find(separator); found != std::string::npos;
       found = value.find(separator, start)) {
    pieces.push_back(CtyValue::string(value.substr(start, found - start)));
    start = found + separator.size();
  }
  pieces.push_back(CtyValue::string(value.substr(start)));
  return CtyValue::list(Type::string(), std::move(pieces));
}

Outcome reverse_text(const Invocation& call) {
  auto clusters = graphemes(call.text(0));
  std::string out;
  for (auto it = clusters.rbegin(); it != clusters.rend(); ++it) out += *it;
  return text(std::move(out));
}

Outcome substr(const Invocation& call) {
  const auto offset = call[1].as_number().to_int64();
  const auto length = call[2].as_number().to_int64();
  if (!offset)
    return Outcome::wrong_argument(1, "'offset' is " + call[1].as_number().to_text(),
                                   "a whole number is required");
  if (!length)
    return Outcome::wrong_argument(2, "'length' is " + call[2].as_number().to_text(),
                                   "a whole number is required");
  const auto clusters = graphemes(call.text(0));
  const auto total = static_cast<std::int64_t>(clusters.size());
  // A negative offset counts from the end, a negative length means all that follows.
  const auto start = std::clamp<std::int64_t>(*offset < 0 ? *offset + total : *offset, 0, total);
  const auto count = *length < 0 ? total - start : std::min(*length, total - start);
  std::string out;
  for (auto at = start; at < start + count; ++at) out += clusters[static_cast<std::size_t>(at)];
  return text(std::move(out));
}

Outcome trim(const Invocation& call) {
  auto points = code_points(call.text(0));
  const auto cut = code_points(call.text(1));
  const auto is_cut = [&](char32_t point) { return std::ranges::find(cut, point) != cut.end(); };
  points.erase(points.begin(), std::ranges::find_if_not(points, is_cut));
  while (!points.empty() && is_cut(points.back())) points.pop_back();
  return text(to_utf8(points));
}

Outcome trim_space(const Invocation& call) {
  auto points = code_points(call.text(0));
  points.erase(points.begin(), std::ranges::find_if_not(points, is_space));
  while (!points.empty() && is_space(points.back())) points.pop_back();
  return text(to_utf8(points));
}

Outcome trim_prefix(const Invocation& call) {
  const auto& value = call.text(0);
  return text(value.starts_with(call.text(1)) ? value.substr(call.text(1).size()) : value);
}

Outcome trim_suffix(const Invocation& call) {
  const auto& value = call.text(0);
  return text(value.ends_with(call.text(1)) ? value.substr(0, value.size() - call.text(1).size())
                                            : value);
}

}  // namespace

std::vector<Function> string_functions() {
  const Parameter str{"str", Type::string()};
  const auto string = Type::string();
  const auto boolean = Type::boolean();
  return {
      {"chomp", {str}, {}, string, chomp},
      {"endswith",
       {str, {"suffix", string}},
       {},
       boolean,
       [](const Invocation& c) -> Outcome {
         return CtyValue::boolean(c.text(0).ends_with(c.text(1)));
       }},
      {"indent", {{"spaces", Type::number()}, str}, {}, string, indent},
      {"join", {{"separator", string}}, Parameter{"lists", Type::list(string)}, string, join},
      {"lower", {str}, {}, string, [](const Invocation& c) { return text(lowercase(c.text(0))); }},
      {"split", {{"separator", string}, str}, {}, Type::list(string), split_text},
      {"startswith",
       {{"str", string, kTakesUnknown}, {"prefix", string, kTakesUnknown}},
       {},
       boolean,
       starts_with},
      {"strcontains",
       {str, {"substr", string}},
       {},
       boolean,
       [](const Invocation& c) -> Outcome {
         return CtyValue::boolean(c.text(0).find(c.text(1)) != std::string::npos);
       }},
      {"strrev", {str}, {}, string, reverse_text},
      {"substr", {str, {"offset", Type::number()}, {"length", Type::number()}}, {}, string, substr},
      {"title", {str}, {}, string, [](const Invocation& c) { return text(title_case(c.text(0))); }},
      {"trim", {str, {"cutset", string}}, {}, string, trim},
      {"trimprefix", {str, {"prefix", string}}, {}, string, trim_prefix},
      {"trimspace", {str}, {}, string, trim_space},
      {"trimsuffix", {str, {"suffix", string}}, {}, string, trim_suffix},
      {"upper", {str}, {}, string, [](const Invocation& c) { return text(uppercase(c.text(0))); }},
  };
}

}  // namespace stopgate::terraform
