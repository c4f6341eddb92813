#include "yaml/surrogates.h"

#include <charconv>
#include <cstdint>

namespace stopgate::yaml {

namespace {

// The four digits of `\uXXXX`, which `text` starts with.
std::optional<std::uint32_t> parse_escape(std::string_view text) {
  if (!text.starts_with("\\u") || text.size() < 6) return std::nullopt;
  std::uint32_t unit = 0;
  const auto result = std::from_chars(text.data() + 2, text.data() + 6, unit, 16);
  return result.ptr == text.data() + 6 ? std::optional(unit) : std::nullopt;
}

}  // namespace

std::optional<char32_t> parse_surrogate_pair(std::string_view text) {
  const auto high = parse_escape(text);
  if (!high || *high < 0xD800 || *high > 0xDBFF) return std::nullopt;
  const auto low = parse_escape(text.substr(6));
  if (!low || *low < 0xDC00 || *low > 0xDFFF) return std::nullopt;
  return 0x10000 + ((*high - 0xD800) << 10U) + (*low - 0xDC00);
}

std::optional<std::size_t> find_surrogate_pair(std::string_view text, std::size_t at) {
  for (at = text.find('\\', at); at != std::string_view::npos; at = text.find('\\', at + 2))
    if (parse_surrogate_pair(text.substr(at))) return at;
  return std::nullopt;
}

std::string yaml_escape(char32_t character) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out = "\\\n\\U";
  for (auto shift = 28;; shift -= 4) {
    out += kDigits[(character >> static_cast<unsigned>(shift)) & 15U];
    if (shift == 0) return out;
  }
}

}  // namespace stopgate::yaml
