#include "hcl/token.h"

#include <algorithm>
#include <array>
#include <string>

namespace stopgate::hcl {

namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_name_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool is_name(char c) {
  return is_name_start(c) || is_digit(c) || c == '-';
}

struct Symbol {
  std::string_view text;
  TokenKind kind;
};

// The longer first.
constexpr auto kSymbols = std::to_array<Symbol>({
    {"...", TokenKind::Ellipsis},
    {"::", TokenKind::DoubleColon},
    {"=>", TokenKind::Arrow},
    {"==", TokenKind::Operator},
    {"!=", TokenKind::Operator},
    {"<=", TokenKind::Operator},
    {">=", TokenKind::Operator},
    {"&&", TokenKind::Operator},
    {"||", TokenKind::Operator},
    {"{", TokenKind::OpenBrace},
    {"}", TokenKind::CloseBrace},
    {"[", TokenKind::OpenBracket},
    {"]", TokenKind::CloseBracket},
    {"(", TokenKind::OpenParenthesis},
    {")", TokenKind::CloseParenthesis},
    {".", TokenKind::Dot},
    {",", TokenKind::Comma},
    {":", TokenKind::Colon},
    {"?", TokenKind::Question},
    {"=", TokenKind::Equals},
    {"!", TokenKind::Bang},
    {"-", TokenKind::Minus},
    {"+", TokenKind::Operator},
    {"*", TokenKind::Operator},
    {"/", TokenKind::Operator},
    {"%", TokenKind::Operator},
    {"<", TokenKind::Operator},
    {">", TokenKind::Operator},
});

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) { tokens_.reserve(text.size() / 4); }

  std::vector<Token> run() && {
    while (at_ < text_.size()) {
      if (modes_.empty() || modes_.back().kind == Mode::Kind::Sequence)
        scan_expression();
      else if (modes_.back().kind == Mode::Kind::Quoted)
        scan_quoted();
      else
        scan_heredoc();
    }
    return std::move(tokens_);
  }

 private:
  // What the text at hand is inside of, innermost last.
  struct Mode {
    enum class Kind : std::uint8_t { Quoted, Heredoc, Sequence } kind;
    std::size_t braces = 0;     // Sequence: open ones
    std::string_view marker;    // Heredoc
    bool at_line_start = true;  // Heredoc
  };

  [[nodiscard]] char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  [[nodiscard]] bool looking_at(std::string_view what) const {
    return text_.substr(at_).starts_with(what);
  }

  void add(TokenKind kind, std::size_t size) {
    tokens_.push_back({kind, text_.substr(at_, size)});
    at_ += tokens_.back().text.size();
  }

  void scan_expression() {
    const auto c = peek();
    if (c == ' ' || c == '\t') {
      ++at_;
    } else if (c == '\n' || looking_at("\r\n")) {
      add(TokenKind::Newline, c == '\n' ? 1 : 2);
    } else if (c == '#' || looking_at("//")) {
      add(TokenKind::Comment, line_size(at_));
    } else if (looking_at("/*")) {
      const auto end = text_.find("*/", at_ + 2);
      add(TokenKind::Comment, end == std::string_view::npos ? end : end + 2 - at_);
    } else if (c == '"') {
      add(TokenKind::OpenQuote, 1);
      modes_.push_back({.kind = Mode::Kind::Quoted});
    } else if (looking_at("<<") && scan_heredoc_start()) {
      return;
    } else if (is_name_start(c)) {
      add(TokenKind::Identifier, size_while(at_, is_name));
    } else if (is_digit(c)) {
      add(TokenKind::Number, number_size());
    } else {
      scan_symbol();
    }
  }

  // Up to and with the line break.
  [[nodiscard]] std::size_t line_size(std::size_t from) const {
    const auto end = text_.find('\n', from);
    return (end == std::string_view::npos ? text_.size() : end + 1) - from;
  }

  template <typename Predicate>
  [[nodiscard]] std::size_t size_while(std::size_t from, Predicate predicate) const {
    auto end = from;
    while (end < text_.size() && predicate(text_[end])) ++end;
    return end - from;
  }

  [[nodiscard]] std::size_t number_size() const {
    auto size = size_while(at_, is_digit);
    if (peek(size) == '.' && is_digit(peek(size + 1)))
      size += 1 + size_while(at_ + size + 1, is_digit);
    if (peek(size) != 'e' && peek(size) != 'E') return size;
    const std::size_t sign = peek(size + 1) == '+' || peek(size + 1) == '-' ? 1 : 0;
    const auto exponent = size_while(at_ + size + 1 + sign, is_digit);
    return exponent == 0 ? size : size + 1 + sign + exponent;
  }

  bool scan_heredoc_start() {
    std::size_t size = peek(2) == '-' ? 3 : 2;
    const auto marker = at_ + size;
    if (!is_name_start(peek(size))) return false;
    const auto name = size_while(marker, is_name);
    size += name;
    if (peek(size) == '\r') ++size;
    if (peek(size) != '\n') return false;
    const auto text = text_.substr(marker, name);
    add(TokenKind::OpenHeredoc, size + 1);
    modes_.push_back({.kind = Mode::Kind::Heredoc, .marker = text});
    return true;
  }

  void scan_symbol() {
    const bool is_inside = !modes_.empty();
    if (is_inside && modes_.back().braces == 0 && (peek() == '}' || looking_at("~}"))) {
      add(TokenKind::CloseSequence, peek() == '}' ? 1 : 2);
      modes_.pop_back();
      return;
    }
    const auto* found = std::ranges::find_if(
        kSymbols, [&](const Symbol& symbol) { return looking_at(symbol.text); });
    if (found == kSymbols.end()) {
      add(TokenKind::Other, 1);
      return;
    }
    if (is_inside && found->kind == TokenKind::OpenBrace) ++modes_.back().braces;
    if (is_inside && found->kind == TokenKind::CloseBrace) --modes_.back().braces;
    add(found->kind, found->text.size());
  }

  // Size of `${`, `%{` or either with `~`; 0 for anything else. `$${` is text.
  [[nodiscard]] std::size_t opening_size(std::size_t at) const {
    if ((text_[at] != '$' && text_[at] != '%') || text_.substr(at + 1, 1) != "{") return 0;
    return text_.substr(at + 2, 1) == "~" ? 3 : 2;
  }

  void open_sequence(std::size_t size) {
    add(peek() == '$' ? TokenKind::OpenInterpolation : TokenKind::OpenDirective, size);
    modes_.push_back({.kind = Mode::Kind::Sequence});
  }

  // The end of text that starts at `from`: a template sequence, or where `stops` says so.
  template <typename Stops>
  [[nodiscard]] std::size_t text_end(std::size_t from, bool has_escapes, Stops stops) const {
    auto end = from;
    while (end < text_.size() && !stops(text_[end])) {
      const auto c = text_[end];
      if (has_escapes && c == '\\') {
        end += 2;
      } else if (c == '$' || c == '%') {
        const auto run = size_while(end, [c](char other) { return other == c; });
        if (run == 1 && opening_size(end) > 0) break;
        end += run;
        if (run > 1 && end < text_.size() && text_[end] == '{') ++end;
      } else {
        ++end;
      }
    }
    return std::min(end, text_.size());
  }

  void scan_quoted() {
    if (peek() == '"') {
      add(TokenKind::CloseQuote, 1);
      modes_.pop_back();
    } else if (peek() == '\n') {
      modes_.pop_back();  // a string that its line does not end
    } else if (const auto size = opening_size(at_); size > 0) {
      open_sequence(size);
    } else {
      add(TokenKind::QuotedText,
          text_end(at_, true, [](char c) { return c == '"' || c == '\n'; }) - at_);
    }
  }

  void scan_heredoc() {
    auto& mode = modes_.back();
    if (mode.at_line_start) {
      const auto line = text_.substr(at_, line_size(at_));
      const auto last = line.find_last_not_of(" \t\v\f\r\n");
      const auto first = std::min(line.find_first_not_of(" \t\v\f\r\n"), line.size());
      if (last != std::string_view::npos && line.substr(first, last + 1 - first) == mode.marker) {
        auto size = line.size();
        if (line.ends_with("\r\n"))
          size -= 2;
        else if (line.ends_with('\n'))
          size -= 1;
        add(TokenKind::CloseHeredoc, size);
        modes_.pop_back();
        return;
      }
    }
    if (const auto size = opening_size(at_); size > 0) {
      mode.at_line_start = false;
      open_sequence(size);
      return;
    }
    auto end = text_end(at_, false, [](char c) { return c == '\n'; });
    mode.at_line_start = end < text_.size() && text_[end] == '\n';
    if (mode.at_line_start) ++end;
    add(TokenKind::HeredocText, end - at_);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<Mode> modes_;
  std::vector<Token> tokens_;
};

}  // namespace

std::vector<Token> tokenize(std::string_view text) {
  return Lexer(text).run();
}

bool ends_line(const Token& token) {
  return token.kind == TokenKind::Newline ||
         (token.kind == TokenKind::Comment && token.text.ends_with('\n'));
}

int bracket_change(TokenKind kind) {
  using enum TokenKind;
  constexpr std::array kOpening = {OpenBrace, OpenBracket, OpenParenthesis, OpenInterpolation,
                                   OpenDirective};
  constexpr std::array kClosing = {CloseBrace, CloseBracket, CloseParenthesis, CloseSequence};
  if (std::ranges::find(kOpening, kind) != kOpening.end()) return 1;
  return std::ranges::find(kClosing, kind) != kClosing.end() ? -1 : 0;
}

}  // namespace stopgate::hcl
