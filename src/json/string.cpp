#include "json/string.h"

#include <charconv>
#include <cstdint>

#include "base/text.h"

namespace stopgate::json {

namespace {

constexpr std::string_view kEscapes = "\"\\/bfnrt";
constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";

std::optional<std::uint32_t> hex_digits(std::string_view text) {
  if (text.size() < 4) return std::nullopt;
  std::uint32_t unit = 0;
  const auto* end = text.data() + 4;
  if (std::from_chars(text.data(), end, unit, 16).ptr != end) return std::nullopt;
  return unit;
}

bool is_high(std::uint32_t unit) {
  return unit >= 0xD800 && unit < 0xDC00;
}
bool is_low(std::uint32_t unit) {
  return unit >= 0xDC00 && unit < 0xE000;
}

// The code point of the \uXXXX at the start of `raw`, and its bytes. U+FFFD of half a pair.
struct CodePoint {
  char32_t value = 0;
  std::size_t bytes = 0;  // 0: four hexadecimal digits are missing
};

CodePoint decode_unicode_escape(std::string_view raw, bool& lone_surrogate) {
  const auto first = hex_digits(raw.substr(2));
  if (!first) return {};
  if (is_high(*first) && raw.substr(6).starts_with("\\u")) {
    const auto second = hex_digits(raw.substr(8));
    if (second && is_low(*second))
      return {static_cast<char32_t>(0x10000 + ((*first - 0xD800) << 10U) + (*second - 0xDC00)), 12};
  }
  if (is_high(*first) || is_low(*first)) {
    lone_surrogate = true;
    return {U'\uFFFD', 6};
  }
  return {static_cast<char32_t>(*first), 6};
}

}  // namespace

ScannedString scan_string(std::string_view text) {
  ScannedString out;
  auto& at = out.length;
  for (;;) {
    at += plain_length(text.substr(at));
    if (at >= text.size()) return out;
    if (text[at] == '"') {
      out.is_closed = true;
      return out;
    }
    if (text[at] != '\\') return out;
    out.has_escapes = true;
    ++at;
    // What stands behind the backslash is no end of the string, unless it may not stand there.
    if (at < text.size() && static_cast<unsigned char>(text[at]) >= 0x20) ++at;
  }
}

std::optional<UnescapeError> unescape(std::string_view raw, std::string* out,
                                      bool& lone_surrogate) {
  for (std::size_t at = 0; at < raw.size();) {
    const auto backslash = raw.find('\\', at);
    if (out != nullptr) *out += raw.substr(at, backslash - at);
    if (backslash == std::string_view::npos) return std::nullopt;
    at = backslash + 1;
    const auto escape = at < raw.size() ? kEscapes.find(raw[at]) : std::string_view::npos;
    if (escape != std::string_view::npos) {
      if (out != nullptr) *out += kMeanings[escape];
      ++at;
      continue;
    }
    if (at >= raw.size() || raw[at] != 'u')
      return UnescapeError{backslash,
                           "unknown escape " + quoted(raw.substr(backslash, 2)) + " in a string"};
    const auto code_point = decode_unicode_escape(raw.substr(backslash), lone_surrogate);
    if (code_point.bytes == 0)
      return UnescapeError{backslash, "expected four hexadecimal digits after '\\u', found " +
                                          quoted(raw.substr(backslash + 2, 4))};
    if (out != nullptr) append_utf8(*out, code_point.value);
    at = backslash + code_point.bytes;
  }
  return std::nullopt;
}

}  // namespace stopgate::json
