#include "hcl/scan.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace stopgate::hcl {
namespace {

constexpr std::uint8_t kStartsName = 1;
constexpr std::uint8_t kInName = 2;
constexpr std::uint8_t kIsDigit = 4;
constexpr std::uint8_t kIsHexadecimal = 8;
constexpr std::uint8_t kEndsQuoted = 16;  // or needs a closer look

constexpr std::array<std::uint8_t, 256> kClasses = [] {
  std::array<std::uint8_t, 256> classes{};
  for (std::size_t c = 0; c < classes.size(); ++c) {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool is_decimal = c >= '0' && c <= '9';
    std::uint8_t found = 0;
    if (is_letter || c == '_' || c >= 0x80) found |= kStartsName | kInName;
    if (is_decimal) found |= kIsDigit | kInName | kIsHexadecimal;
    if (c == '-') found |= kInName;
    if ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')) found |= kIsHexadecimal;
    if (c == '"' || c == '\\' || c == '\r' || c == '\n' || c == '$' || c == '%')
      found |= kEndsQuoted;
    classes[c] = found;
  }
  return classes;
}();

bool is(std::uint8_t kind, char c) {
  return (kClasses[static_cast<unsigned char>(c)] & kind) != 0;
}

bool is_sign(char c) {
  return c == '$' || c == '%';
}

// All of what isspace() takes but the newline.
std::size_t skip_spaces(std::string_view text, std::size_t at) {
  while (at < text.size() && (text[at] == ' ' || (text[at] >= '\t' && text[at] <= '\r')) &&
         text[at] != '\n')
    ++at;
  return at;
}

std::size_t skip_blanks(std::string_view text, std::size_t at) {
  while (byte_at(text, at) == ' ') ++at;
  return at;
}

std::size_t end_of_digits(std::string_view text, std::size_t at) {
  while (is(kIsDigit, byte_at(text, at))) ++at;
  return at;
}

// A backslash and what it escapes.
std::size_t end_of_escape(std::string_view text, std::size_t at) {
  const char c = byte_at(text, at + 1);
  if (c == 'n' || c == 'r' || c == 't' || c == '"' || c == '\\') return at + 2;
  if (c != 'u' && c != 'U') return at;
  const std::size_t end = at + (c == 'u' ? 6 : 10);
  for (std::size_t digit = at + 2; digit < end; ++digit) {
    if (!is(kIsHexadecimal, byte_at(text, digit))) return at;
  }
  return end;
}

}  // namespace

bool starts_name(char c) {
  return is(kStartsName, c);
}

bool is_digit(char c) {
  return is(kIsDigit, c);
}

std::size_t end_of_name(std::string_view text, std::size_t at) {
  if (!starts_name(byte_at(text, at))) return at;
  do ++at;
  while (at < text.size() && is(kInName, text[at]));
  return at;
}

std::size_t end_of_steps(std::string_view text, std::size_t at) {
  while (true) {
    const char c = byte_at(text, at);
    std::size_t end = at + 1;
    if (c == '.') {
      end = end_of_name(text, end);
    } else if (c == '[') {
      end = end_of_digits(text, end);
      if (end == at + 1 || byte_at(text, end) != ']') return at;
      ++end;
    }
    if (end == at + 1) return at;
    at = end;
  }
}

std::size_t end_of_number(std::string_view text, std::size_t at) {
  std::size_t end = end_of_digits(text, at);
  if (end == at) return at;
  // Dots and an `e` belong to it where a digit follows.
  while (true) {
    std::size_t next = end;
    while (byte_at(text, next) == '.') ++next;
    if (const char c = byte_at(text, next); c == 'e' || c == 'E') {
      ++next;
      if (const char sign = byte_at(text, next); sign == '+' || sign == '-') ++next;
    }
    const auto digits = end_of_digits(text, next);
    if (digits == next) return end;
    end = digits;
  }
}

std::size_t end_of_newline(std::string_view text, std::size_t at) {
  const char c = byte_at(text, at);
  if (c == '\n') return at + 1;
  return c == '\r' && byte_at(text, at + 1) == '\n' ? at + 2 : at;
}

std::size_t end_of_comment(std::string_view text, std::size_t at) {
  const char c = byte_at(text, at);
  const char next = byte_at(text, at + 1);
  if (c == '#' || (c == '/' && next == '/')) return std::min(text.find('\n', at), text.size());
  if (c != '/' || next != '*') return at;
  const auto close = text.find("*/", at + 2);
  return close == std::string_view::npos ? at : close + 2;
}

std::size_t end_of_signs(std::string_view text, std::size_t at) {
  while (is_sign(byte_at(text, at))) ++at;
  return at;
}

namespace {

// From what kEndsQuoted marks. Signs are text where no brace follows; the last two before a brace
// escape it if they are one sign twice.
std::size_t end_of_signs_or_escape(std::string_view text, std::size_t at) {
  const auto next = end_of_signs(text, at);
  const char c = byte_at(text, next);
  if (c == '\\') {
    const auto end = end_of_escape(text, next);
    return end > next ? end : at;
  }
  if (next == at) return at;
  if (c == '{') return next - at >= 2 && text[next - 1] == text[next - 2] ? next + 1 : at;
  if (c == '\0' || is(kEndsQuoted, c)) return at;
  // A whole character.
  auto end = next + 1;
  while ((static_cast<unsigned char>(byte_at(text, end)) & 0xC0U) == 0x80U) ++end;
  return end;
}

}  // namespace

std::size_t end_of_quoted_text(std::string_view text, std::size_t at) {
  while (at < text.size()) {
    if (!is(kEndsQuoted, text[at])) {
      ++at;
    } else if (const auto end = end_of_signs_or_escape(text, at); end > at) {
      at = end;
    } else {
      break;
    }
  }
  return at;
}

std::size_t end_of_text_token(std::string_view text, std::size_t at) {
  if (is_sign(byte_at(text, at))) {
    const auto end = end_of_signs_or_escape(text, at);
    return end > at || starts_sequence(text, at) ? end : at + 1;
  }
  while (at < text.size() && !is_sign(text[at])) {
    const auto end = is(kEndsQuoted, text[at]) ? end_of_signs_or_escape(text, at) : at + 1;
    if (end == at) break;
    at = end;
  }
  return at;
}

bool starts_sequence(std::string_view text, std::size_t at) {
  return is_sign(byte_at(text, at)) && byte_at(text, at + 1) == '{';
}

std::size_t end_of_simple_interpolation(std::string_view text, std::size_t at) {
  if (!text.substr(at).starts_with("${")) return at;
  const auto name = skip_blanks(text, at + 2);
  auto end = end_of_name(text, name);
  if (end == name) return at;
  end = skip_blanks(text, end_of_steps(text, end));
  return byte_at(text, end) == '}' ? end + 1 : at;
}

std::size_t end_of_heredoc_line(std::string_view text, std::size_t at) {
  while (at < text.size() && !starts_sequence(text, at)) {
    const char c = text[at++];
    if (c == '\n') break;
    // In a run of one sign before a brace the last two are an escape.
    if (!is_sign(c) || byte_at(text, at) != c) continue;
    while (byte_at(text, at) == c) ++at;
    if (byte_at(text, at) == '{') ++at;
  }
  return at;
}

HeredocLine classify_heredoc_line(std::string_view text, std::size_t at, std::string_view marker) {
  const auto is_ascii = [&](std::size_t place) {
    return static_cast<unsigned char>(byte_at(text, place)) < 0x80;
  };
  const auto begin = skip_spaces(text, at);
  if (!is_ascii(begin)) {
    const auto line = text.substr(begin, std::min(text.find('\n', begin), text.size()) - begin);
    const bool is_text = line.find(marker) == std::string_view::npos;
    return {.kind = is_text ? LineKind::Text : LineKind::Doubtful};
  }
  if (!text.substr(begin).starts_with(marker)) return {};
  auto end = begin + marker.size();
  if (is_ascii(end)) {
    if (is(kInName, byte_at(text, end))) return {};
    end = skip_spaces(text, end);
  }
  if (!is_ascii(end)) return {.kind = LineKind::Doubtful};
  if (byte_at(text, end) != '\n') return {};
  return {.kind = LineKind::End, .end = end};
}

}  // namespace stopgate::hcl
