#include "cel/literal.h"

#include <charconv>
#include <cmath>

#include "base/text.h"

namespace stopgate::cel {

namespace {

// Digits of a base-16 or base-10 number; nothing when it does not fit.
std::optional<std::uint64_t> parse_digits(std::string_view text) {
  int base = 10;
  if (text.size() > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X')) {
    base = 16;
    text.remove_prefix(2);
  }
  std::uint64_t value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (result.ec != std::errc() || result.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

Result<Datum> int_literal(std::string_view text, bool negative) {
  constexpr auto kMax = static_cast<std::uint64_t>(INT64_MAX);
  const auto digits = parse_digits(text);
  if (!digits || *digits > kMax + (negative ? 1 : 0))
    return fail("integer " + std::string(negative ? "-" : "") + printable(text, 40) +
                " is outside of int's 64 bits");
  return Datum::integer(static_cast<std::int64_t>(negative ? 0 - *digits : *digits));
}

class Unescaper {
 public:
  Unescaper(std::string_view text, bool bytes) : text_(text), bytes_(bytes) {}

  Result<std::string> run() {
    while (at_ < text_.size()) {
      const char c = text_[at_++];
      if (c == '\\') {
        STOPGATE_CHECK(escape());
      } else if (c == '\r') {  // line ends are one newline, whatever the file has
        if (at_ < text_.size() && text_[at_] == '\n') ++at_;
        out_ += '\n';
      } else {
        out_ += c;
      }
    }
    return std::move(out_);
  }

 private:
  Result<void> escape() {
    if (at_ == text_.size()) return fail("backslash at the end of a string");
    const char c = text_[at_++];
    switch (c) {
      case 'a':
        out_ += '\a';
        return {};
      case 'b':
        out_ += '\b';
        return {};
      case 'f':
        out_ += '\f';
        return {};
      case 'n':
        out_ += '\n';
        return {};
      case 'r':
        out_ += '\r';
        return {};
      case 't':
        out_ += '\t';
        return {};
      case 'v':
        out_ += '\v';
        return {};
      case '\\':
      case '?':
      case '"':
      case '\'':
      case '`':
        out_ += c;
        return {};
      case 'x':
      case 'X':
        return code(2, 16);
      case 'u':
        return bytes_ ? fail("\\u is not allowed in bytes: use \\x") : code(4, 16);
      case 'U':
        return bytes_ ? fail("\\U is not allowed in bytes: use \\x") : code(8, 16);
      default:
        break;
    }
    if (c < '0' || c > '3')
      return fail("unknown escape '\\" + printable({&c, 1}) + "' in a string");
    --at_;
    return code(3, 8);
  }

  Result<void> code(std::size_t digits, int base) {
    std::uint32_t value = 0;
    const auto piece = text_.substr(at_, digits);
    const auto result = std::from_chars(piece.data(), piece.data() + piece.size(), value, base);
    if (piece.size() != digits || result.ptr != piece.data() + digits)
      return fail("escape needs " + std::to_string(digits) + " digits, not '" + printable(piece) +
                  "'");
    at_ += digits;
    if (bytes_) {
      out_ += static_cast<char>(value);
      return {};
    }
    if (value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
      return fail("escape '" + printable(piece) + "' is not a Unicode character");
    append_utf8(out_, static_cast<char32_t>(value));
    return {};
  }

  std::string_view text_;
  bool bytes_;
  std::size_t at_ = 0;
  std::string out_;
};

// Raw strings change nothing but line ends.
std::string raw_text(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r')
      out += text[i];
    else if (i + 1 == text.size() || text[i + 1] != '\n')
      out += '\n';
  }
  return out;
}

}  // namespace

Result<Datum> number_literal(const Token& token, bool negative) {
  auto text = token.text;
  if (token.kind == TokenKind::Int) return int_literal(text, negative);
  if (token.kind == TokenKind::Uint) {
    text.remove_suffix(1);
    const auto digits = parse_digits(text);
    if (!digits) return fail("integer " + printable(text, 40) + " is outside of uint's 64 bits");
    return Datum::unsigned_integer(*digits);
  }
  double value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec == std::errc::result_out_of_range)
    value = text.find("e-") == text.npos && text.find("E-") == text.npos ? HUGE_VAL : 0;
  return Datum::number(negative ? -value : value);
}

Result<Datum> text_literal(Arena& arena, const Token& token) {
  auto text = token.text;
  bool raw = false;
  for (; text.front() != '"' && text.front() != '\''; text.remove_prefix(1))
    raw |= text.front() == 'r' || text.front() == 'R';
  const bool triple = text.size() >= 6 && text[1] == text[0] && text[2] == text[0];
  text = text.substr(triple ? 3 : 1, text.size() - (triple ? 6 : 2));
  const bool bytes = token.kind == TokenKind::Bytes;
  std::string value;
  if (raw) {
    value = raw_text(text);
  } else {
    STOPGATE_TRY(value, Unescaper(text, bytes).run());
  }
  if (!bytes && find_invalid_utf8(value)) return fail("string holds bytes that are not UTF-8");
  const auto kept = arena.copy(value);
  return bytes ? Datum::bytes(kept) : Datum::string(kept);
}

}  // namespace stopgate::cel
