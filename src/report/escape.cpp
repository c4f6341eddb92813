#include "report/escape.h"

#include <algorithm>
#include <vector>

#include "base/text.h"

namespace stopgate::report {

namespace {

std::size_t longest_run(std::string_view text, char wanted) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char c : text) {
    run = c == wanted ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_plain(char c) {
  constexpr std::string_view kPlain = " ,.;:?'\"()/=+%-";
  return is_letter_or_digit(c) || static_cast<unsigned char>(c) >= 0x80 ||
         kPlain.find(c) != std::string_view::npos;
}

// Seven digits or more of a hash, which forges link to a commit.
bool is_hash(std::string_view word) {
  return word.size() >= 7 && word.find_first_not_of("0123456789abcdef") == std::string_view::npos &&
         word.find_first_of("0123456789") != std::string_view::npos &&
         word.find_first_of("abcdef") != std::string_view::npos;
}

bool starts_no_case(std::string_view word, std::string_view prefix) {
  return to_lower(word.substr(0, prefix.size())) == prefix;
}

bool is_risky(std::string_view word) {
  return !std::ranges::all_of(word, is_plain) || word.find("://") != std::string_view::npos ||
         starts_no_case(word, "www.") || starts_no_case(word, "mailto:") ||
         starts_no_case(word, "gh-") || is_hash(word);
}

// Punctuation around a word that is not of it: "(a_b)," is ( a_b ),
struct Parts {
  std::string_view front, core, back;
};

Parts parts_of(std::string_view word) {
  const auto front = std::min(word.find_first_not_of("('"), word.size());
  auto end = word.size();
  while (end > front) {
    const char c = word[end - 1];
    const bool closes =
        c == ')' && word.substr(front, end - front).find('(') == std::string_view::npos;
    if (c != ',' && c != '.' && c != ';' && c != ':' && c != '\'' && !closes) break;
    --end;
  }
  return {word.substr(0, front), word.substr(front, end - front), word.substr(end)};
}

bool is_sign(std::string_view word) {
  return std::ranges::none_of(word, is_letter_or_digit) && std::ranges::all_of(word, is_plain);
}

}  // namespace

std::string code_span(std::string_view text, std::size_t limit) {
  const auto shown = printable(trim(text), limit);
  if (shown.empty()) return "(none)";
  const std::string fence(longest_run(shown, '`') + 1, '`');
  const bool needs_space = shown.front() == '`' || shown.back() == '`';
  const std::string space = needs_space ? " " : "";
  return fence + space + shown + space + fence;
}

std::string prose(std::string_view text, std::size_t limit) {
  auto flat = std::string(trim(text.substr(0, limit)));
  std::ranges::replace(flat, '\n', ' ');
  const bool is_cut = text.size() > limit;
  const auto shown = printable(flat, limit) + (is_cut ? "…" : "");
  std::vector<std::string_view> words;
  for (const auto word : split(shown, ' '))
    if (!word.empty()) words.push_back(word);

  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (!out.empty()) out += ' ';
    if (!is_risky(words[i])) {
      out += words[i];
      continue;
    }
    // As far as risky words go, with a lone "=" between them.
    auto last = i;
    for (auto next = i + 1; next < words.size(); ++next) {
      if (parts_of(words[last]).back.size() > 0) break;
      if (is_risky(words[next]))
        last = next;
      else if (!is_sign(words[next]))
        break;
    }
    const auto front = parts_of(words[i]).front;
    const auto back = parts_of(words[last]).back;
    const auto* begin = words[i].data() + front.size();
    const auto* end = words[last].data() + words[last].size() - back.size();
    out += front;
    out += code_span({begin, static_cast<std::size_t>(end - begin)}, limit);
    out += back;
    i = last;
  }
  return out;
}

std::string fence_for(std::string_view text) {
  return std::string(std::max<std::size_t>(3, longest_run(text, '`') + 1), '`');
}

std::string percent_encoded(std::string_view path) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  constexpr std::string_view kUnreserved = "-._~/";
  std::string out;
  for (const char c : path) {
    if (is_letter_or_digit(c) || kUnreserved.find(c) != std::string_view::npos) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += kDigits[byte >> 4U];
      out += kDigits[byte & 15U];
    }
  }
  return out;
}

}  // namespace stopgate::report
