#include "json/lexer.h"

#include <utility>

#include "base/text.h"
#include "json/number.h"
#include "json/string.h"

namespace stopgate::json {

namespace {

using value::Value;

constexpr std::string_view kTrue = "true";
constexpr std::string_view kFalse = "false";
constexpr std::string_view kNull = "null";

constexpr auto kEscapesHelp = R"(JSON knows \" \\ \/ \b \f \n \r \t and \uXXXX)";

bool starts_number(char c) {
  return c == '-' || (c >= '0' && c <= '9');
}

// What may stand in a number or a word: one behind a token makes it another token.
bool is_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         c == '.' || c == '+' || c == '-';
}

std::size_t word_length(std::string_view rest) {
  for (const auto word : {kNull, kTrue, kFalse})
    if (rest.starts_with(word)) return word.size();
  return 0;
}

std::string hint(char c) {
  if (c == '/' || c == '#') return "JSON has no comments";
  if (c == '\'') return "strings stand in double quotes";
  return {};
}

}  // namespace

bool Lexer::read_odd_string(StringToken& out) {
  const auto inside = at_ + 1;
  const auto scanned = scan_string(text_.substr(inside));
  const auto end = inside + scanned.length;
  if (!scanned.is_closed) {
    if (end >= text_.size()) return fail(at_, "the string that starts here is not closed");
    return fail(end, "a string contains the control character " + quoted(text_.substr(end, 1)),
                "write it as an escape, such as \\n");
  }
  out = {text_.substr(inside, scanned.length), scanned.has_escapes};
  at_ = end + 1;
  return true;
}

std::size_t Lexer::bare_length() {
  const auto rest = text_.substr(at_);
  const auto length = starts_number(peek()) ? number_length(rest) : word_length(rest);
  if (length > 0 && (length == rest.size() || !is_word(rest[length]))) return length;
  fail_here("expected a value", hint(peek()));
  return 0;
}

bool Lexer::skip_scalar() {
  if (peek() == '"') {
    StringToken token;
    return read_string(token) && (!token.has_escapes || check_escapes(token));
  }
  const auto length = bare_length();
  at_ += length;
  return length > 0;
}

bool Lexer::check_escapes(const StringToken& token) {
  bool lone_surrogate = false;
  const auto wrong = unescape(token.raw, nullptr, lone_surrogate);
  if (!wrong) return true;
  return fail(static_cast<std::size_t>(token.raw.data() - text_.data()) + wrong->offset,
              wrong->message, kEscapesHelp);
}

bool Lexer::read_scalar(Arena& arena, Value& out) {
  if (peek() == '"') {
    StringToken token;
    std::string_view text;
    if (!read_string(token) || !decode(token, arena, text)) return false;
    out = Value::string(text);
    return true;
  }
  const auto length = bare_length();
  if (length == 0) return false;
  switch (peek()) {
    case 'n':
      out = Value::null();
      break;
    case 't':
      out = Value::boolean(true);
      break;
    case 'f':
      out = Value::boolean(false);
      break;
    default:
      out = make_number(arena, text_.substr(at_, length));
  }
  at_ += length;
  return true;
}

bool Lexer::decode(const StringToken& token, Arena& arena, std::string_view& out) {
  out = token.raw;
  if (!token.has_escapes) return true;
  const auto begin = static_cast<std::size_t>(token.raw.data() - text_.data());
  scratch_.clear();
  bool lone_surrogate = false;
  if (const auto wrong = unescape(token.raw, &scratch_, lone_surrogate))
    return fail(begin + wrong->offset, wrong->message, kEscapesHelp);
  if (lone_surrogate) lone_surrogate_ = begin;
  out = arena.copy(scratch_);
  return true;
}

bool Lexer::fail(std::size_t offset, std::string message, std::string help) {
  if (!error_) error_ = SyntaxError{offset, std::move(message), std::move(help)};
  return false;
}

bool Lexer::fail_here(std::string expected, std::string help) {
  return fail(at_, std::move(expected) + ", found " + seen(), std::move(help));
}

std::optional<std::size_t> Lexer::take_lone_surrogate() {
  return std::exchange(lone_surrogate_, std::nullopt);
}

// A word, or a single character.
std::string Lexer::seen() const {
  if (at_ >= text_.size()) return "the end of the text";
  auto end = at_;
  while (end < text_.size() && end - at_ < 40 && is_word(text_[end])) ++end;
  if (end == at_) ++end;
  while (end < text_.size() && (static_cast<unsigned char>(text_[end]) & 0xC0U) == 0x80) ++end;
  return quoted(text_.substr(at_, end - at_));
}

}  // namespace stopgate::json
