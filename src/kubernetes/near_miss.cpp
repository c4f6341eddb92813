#include "kubernetes/near_miss.h"

#include <algorithm>
#include <string>
#include <vector>

#include "base/text.h"

namespace stopgate::kubernetes {

namespace {

constexpr std::size_t kLimit = 2;
constexpr std::size_t kLeastLetters = 4;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_separator(char c) {
  return c == '-' || c == '.' || c == '_';
}

// Words of a name: what stands between '-', '.' and '_'.
std::vector<std::string_view> words_of(std::string_view name) {
  std::vector<std::string_view> words;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= name.size(); ++i) {
    if (i < name.size() && !is_separator(name[i])) continue;
    words.push_back(name.substr(begin, i - begin));
    begin = i + 1;
  }
  return words;
}

// Slips seldom hit the first letter, and words that differ there are often opposites: internal and
// external, ingress and egress, encoder and decoder.
bool is_slip_of_word(std::string_view a, std::string_view b) {
  const auto longer = std::max(a.size(), b.size());
  if (longer < kLeastLetters || a.empty() || b.empty() || a.front() != b.front()) return false;
  if (std::ranges::any_of(a, is_digit) || std::ranges::any_of(b, is_digit)) return false;
  if (std::min(a, b) == "http" && std::max(a, b) == "https") return false;
  const auto limit = longer <= 6 ? 1 : kLimit;
  return edit_distance(a, b, limit) <= limit;
}

std::string without_separators(std::string_view name) {
  std::string text(name);
  std::erase_if(text, is_separator);
  return text;
}

// Cheap, for the many pairs of names that have nothing to do with each other: what stands between
// their common beginning and their common end is no more than a piece of a word or a separator, and
// has no digits: those count the members of a family.
bool differ_in_one_word(std::string_view a, std::string_view b) {
  const auto beginning = std::ranges::mismatch(a, b);
  a.remove_prefix(static_cast<std::size_t>(beginning.in1 - a.begin()));
  b.remove_prefix(b.size() - static_cast<std::size_t>(b.end() - beginning.in2));
  while (!a.empty() && !b.empty() && a.back() == b.back()) {
    a.remove_suffix(1);
    b.remove_suffix(1);
  }
  const auto is_piece = [](std::string_view text) {
    return std::ranges::none_of(text, is_digit) &&
           (text.size() <= kLimit || std::ranges::none_of(text, is_separator));
  };
  return is_piece(a) && is_piece(b);
}

}  // namespace

bool is_slip(std::string_view written, std::string_view existing) {
  if (written == existing || !differ_in_one_word(written, existing) ||
      edit_distance(written, existing, kLimit) > kLimit)
    return false;
  const auto a = words_of(written);
  const auto b = words_of(existing);
  // A separator too many or too few: "web-conf" for "webconf".
  if (a.size() != b.size()) return without_separators(written) == without_separators(existing);
  std::size_t differences = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] == b[i]) continue;
    if (!is_slip_of_word(a[i], b[i])) return false;
    ++differences;
  }
  return differences == 1;
}

std::optional<std::string_view> find_slip(std::string_view written,
                                          std::span<const std::string_view> candidates) {
  std::optional<std::string_view> nearest;
  auto best = kLimit + 1;
  for (const auto candidate : candidates) {
    if (!is_slip(written, candidate)) continue;
    const auto distance = edit_distance(written, candidate, kLimit);
    if (distance < best || (distance == best && candidate < *nearest)) {
      best = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

}  // namespace stopgate::kubernetes
