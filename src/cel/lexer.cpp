#include "cel/lexer.h"

#include <array>
#include <cctype>

#include "base/text.h"

namespace stopgate::cel {

namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  std::vector<Token> run() {
    std::vector<Token> tokens;
    do {
      tokens.push_back(next());
    } while (tokens.back().kind != TokenKind::End && tokens.back().kind != TokenKind::Broken);
    return tokens;
  }

 private:
  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }

  Token make(TokenKind kind, std::size_t begin) const {
    return {kind,
            {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at_)},
            text_.substr(begin, at_ - begin)};
  }

  Token broken(std::size_t begin, std::string message) const {
    auto token = make(TokenKind::Broken, begin);
    token.message = std::move(message);
    return token;
  }

  void skip_blanks() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '/' && peek(1) == '/') {
        while (at_ < text_.size() && text_[at_] != '\n') ++at_;
      } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f') {
        ++at_;
      } else {
        return;
      }
    }
  }

  Token next() {
    skip_blanks();
    const auto begin = at_;
    if (at_ == text_.size()) return make(TokenKind::End, begin);
    const char c = peek();
    if (const auto quote = string_start(); quote != std::string_view::npos)
      return string(begin, quote);
    if (is_letter(c)) {
      while (is_letter(peek()) || is_digit(peek())) ++at_;
      return make(TokenKind::Identifier, begin);
    }
    if (is_digit(c) || (c == '.' && is_digit(peek(1)))) return number(begin);
    if (c == '`') return quoted_identifier(begin);
    return symbol(begin);
  }

  // How many prefix letters (r, b, rb, br) stand before a quote here; npos when no string starts
  // here.
  std::size_t string_start() const {
    std::size_t length = 0;
    bool raw = false;
    bool bytes = false;
    for (; length < 2; ++length) {
      const char c = static_cast<char>(std::tolower(static_cast<unsigned char>(peek(length))));
      if (c == 'r' && !raw)
        raw = true;
      else if (c == 'b' && !bytes)
        bytes = true;
      else
        break;
    }
    return peek(length) == '"' || peek(length) == '\'' ? length : std::string_view::npos;
  }

  Token string(std::size_t begin, std::size_t prefix) {
    const auto letters = to_lower(text_.substr(begin, prefix));
    const bool raw = letters.find('r') != std::string::npos;
    const auto kind = letters.find('b') != std::string::npos ? TokenKind::Bytes : TokenKind::String;
    at_ += prefix;
    const char quote = peek();
    const bool triple = peek(1) == quote && peek(2) == quote;
    at_ += triple ? 3 : 1;
    while (at_ < text_.size()) {
      const char c = peek();
      if (c == '\\' && !raw) {
        at_ += at_ + 1 < text_.size() ? 2 : 1;
      } else if (c == quote && (!triple || (peek(1) == quote && peek(2) == quote))) {
        at_ += triple ? 3 : 1;
        return make(kind, begin);
      } else if (!triple && (c == '\n' || c == '\r')) {
        break;
      } else {
        ++at_;
      }
    }
    return broken(begin, std::string("string is not closed: ") +
                             (triple ? "three quotes are" : "a quote is") + " missing");
  }

  Token number(std::size_t begin) {
    if (peek() == '0' && (peek(1) == 'x' || peek(1) == 'X') && is_hex(peek(2))) {
      at_ += 2;
      while (is_hex(peek())) ++at_;
      return unsigned_suffix(begin);
    }
    while (is_digit(peek())) ++at_;
    bool is_double = false;
    if (peek() == '.' && is_digit(peek(1))) {
      is_double = true;
      ++at_;
      while (is_digit(peek())) ++at_;
    }
    const std::size_t sign = peek(1) == '+' || peek(1) == '-' ? 1 : 0;
    if ((peek() == 'e' || peek() == 'E') && is_digit(peek(1 + sign))) {
      is_double = true;
      at_ += 1 + sign;
      while (is_digit(peek())) ++at_;
    }
    return is_double ? make(TokenKind::Double, begin) : unsigned_suffix(begin);
  }

  Token unsigned_suffix(std::size_t begin) {
    if (peek() != 'u' && peek() != 'U') return make(TokenKind::Int, begin);
    ++at_;
    return make(TokenKind::Uint, begin);
  }

  Token quoted_identifier(std::size_t begin) {
    ++at_;
    while (is_letter(peek()) || is_digit(peek()) || peek() == '.' || peek() == '-' ||
           peek() == '/' || peek() == ' ')
      ++at_;
    if (peek() != '`' || at_ == begin + 1)
      return broken(begin, "quoted field name is not closed: a backquote is missing");
    ++at_;
    auto token = make(TokenKind::QuotedIdentifier, begin);
    token.text = token.text.substr(1, token.text.size() - 2);
    return token;
  }

  Token symbol(std::size_t begin) {
    static constexpr std::array<std::string_view, 6> kPairs = {"&&", "||", "==", "!=", "<=", ">="};
    for (const auto pair : kPairs) {
      if (text_.substr(at_, 2) == pair) {
        at_ += 2;
        return make(TokenKind::Symbol, begin);
      }
    }
    const char c = text_[at_++];
    static constexpr std::string_view kSingles = "+-*/%<>!?:.,()[]{}";
    if (kSingles.find(c) != std::string_view::npos) return make(TokenKind::Symbol, begin);
    while (at_ < text_.size() && (static_cast<unsigned char>(text_[at_]) & 0xC0U) == 0x80U) ++at_;
    auto message = "unexpected character " + quoted(text_.substr(begin, at_ - begin));
    if (c == '=') message += ": equality is written '=='";
    if (c == '&' || c == '|') message += ": logical operators are written '&&' and '||'";
    return broken(begin, std::move(message));
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::vector<Token> tokenize(std::string_view text) {
  return Lexer(text).run();
}

}  // namespace stopgate::cel
