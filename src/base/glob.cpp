#include "base/glob.h"

#include <string>
#include <vector>

namespace stopgate {

namespace {

// Matches one class such as [a-z] at the start of `pattern`; sets how much of the pattern it took.
bool match_class(std::string_view pattern, char c, std::size_t& used) {
  std::size_t at = 1;
  const bool negated = at < pattern.size() && (pattern[at] == '!' || pattern[at] == '^');
  if (negated) ++at;
  bool matched = false;
  for (bool first = true; at < pattern.size() && (first || pattern[at] != ']'); first = false) {
    const auto low = pattern[at++];
    auto high = low;
    if (at + 1 < pattern.size() && pattern[at] == '-' && pattern[at + 1] != ']') {
      high = pattern[at + 1];
      at += 2;
    }
    if (low <= c && c <= high) matched = true;
  }
  if (at >= pattern.size()) {  // no closing bracket: an ordinary character
    used = 1;
    return c == '[';
  }
  used = at + 1;
  return matched != negated;
}

// No braces here. Backtracks to the last star only, which is enough for `*` and, kept apart, for
// `**`.
bool match_plain(std::string_view pattern, std::string_view text, char separator) {
  constexpr auto kNone = std::string_view::npos;
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = kNone, star_text = 0;  // after the last `*`
  std::size_t deep = kNone, deep_text = 0;  // after the last `**`
  for (;;) {
    if (p < pattern.size() && pattern[p] == '*') {
      if (pattern.substr(p).starts_with("**")) {
        p += 2;
        // `**/` also matches nothing at all.
        if (p < pattern.size() && pattern[p] == separator &&
            (p == 2 || pattern[p - 3] == separator))
          ++p;
        deep = p, deep_text = t, star = kNone;
      } else {
        star = ++p, star_text = t;
      }
      continue;
    }
    if (t == text.size() && p == pattern.size()) return true;
    if (t < text.size() && p < pattern.size()) {
      std::size_t used = 1;
      bool matched = false;
      if (pattern[p] == '?')
        matched = text[t] != separator;
      else if (pattern[p] == '[')
        matched = match_class(pattern.substr(p), text[t], used);
      else if (pattern[p] == '\\' && p + 1 < pattern.size())
        matched = pattern[p + 1] == text[t], used = 2;
      else
        matched = pattern[p] == text[t];
      if (matched) {
        p += used, ++t;
        continue;
      }
    }
    if (star != kNone && star_text < text.size() && text[star_text] != separator) {
      p = star, t = ++star_text;
    } else if (deep != kNone && deep_text < text.size()) {
      p = deep, t = ++deep_text, star = kNone;
    } else {
      return false;
    }
  }
}

// Expands the first {a,b}; nested and further ones by recursion, bounded since each step removes a
// pair.
void expand_braces(std::string pattern, std::vector<std::string>& out) {
  constexpr std::size_t kMostAlternatives = 256;
  const auto open = pattern.find('{');
  std::size_t depth = 0;
  std::size_t close = std::string::npos;
  std::vector<std::size_t> cuts;
  for (auto i = open; i < pattern.size(); ++i) {
    if (pattern[i] == '{') ++depth;
    if (pattern[i] == ',' && depth == 1) cuts.push_back(i);
    if (pattern[i] == '}' && --depth == 0) {
      close = i;
      break;
    }
  }
  if (open == std::string::npos || close == std::string::npos || out.size() >= kMostAlternatives) {
    out.push_back(std::move(pattern));
    return;
  }
  cuts.push_back(close);
  auto start = open + 1;
  for (const auto cut : cuts) {
    expand_braces(
        pattern.substr(0, open) + pattern.substr(start, cut - start) + pattern.substr(close + 1),
        out);
    start = cut + 1;
  }
}

}  // namespace

bool glob_match(std::string_view pattern, std::string_view text, char separator) {
  if (pattern.find('{') == std::string_view::npos) return match_plain(pattern, text, separator);
  std::vector<std::string> alternatives;
  expand_braces(std::string(pattern), alternatives);
  for (const auto& alternative : alternatives)
    if (match_plain(alternative, text, separator)) return true;
  return false;
}

}  // namespace stopgate
