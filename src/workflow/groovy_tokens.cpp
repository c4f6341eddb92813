#include "workflow/groovy_tokens.h"

#include <algorithm>

namespace stopgate::workflow {

namespace {

bool is_word_start(char c) {
  return c == '_' || c == '$' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c & 0x80) != 0;
}
bool is_word_part(char c) {
  return is_word_start(c) || (c >= '0' && c <= '9');
}

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  std::vector<Token> read() && {
    if (text_.starts_with("#!")) skip_line();
    while (at_ < text_.size()) step();
    return std::move(out_);
  }

 private:
  [[nodiscard]] bool looking_at(std::string_view expected) const {
    return text_.substr(at_).starts_with(expected);
  }

  void step() {
    const char c = text_[at_];
    if (c == '\n') {
      starts_line_ = true;
      ++at_;
    } else if (c == ' ' || c == '\t' || c == '\r') {
      ++at_;
    } else if (looking_at("//")) {
      skip_line();
    } else if (looking_at("/*")) {
      const auto end = text_.find("*/", at_ + 2);
      at_ = end == std::string_view::npos ? text_.size() : end + 2;
    } else if (c == '\'' || c == '"') {
      take_string(c);
    } else if (c == '/' && can_start_pattern()) {
      take_pattern();
    } else if (is_word_part(c)) {
      const auto begin = at_;
      while (at_ < text_.size() && is_word_part(text_[at_])) ++at_;
      add(TokenKind::Word, begin, at_);
    } else {
      add(TokenKind::Mark, at_, at_ + 1);
      ++at_;
    }
  }

  void skip_line() { at_ = std::min(text_.find('\n', at_), text_.size()); }

  Token& add(TokenKind kind, std::size_t begin, std::size_t end) {
    out_.push_back({.kind = kind,
                    .text = text_.substr(begin, end - begin),
                    .span = {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)},
                    .is_interpolated = false,
                    .is_closed = true,
                    .starts_line = starts_line_});
    starts_line_ = false;
    return out_.back();
  }

  void take_string(char quote) {
    const std::string_view thrice = quote == '"' ? "\"\"\"" : "'''";
    const auto mark = looking_at(thrice) ? thrice : thrice.substr(0, 1);
    const auto begin = at_ + mark.size();
    auto end = begin;
    while (end < text_.size() && !text_.substr(end).starts_with(mark)) {
      // A string in single marks ends with its line, whatever its author forgot.
      if (mark.size() == 1 && text_[end] == '\n') break;
      end += text_[end] == '\\' && end + 1 < text_.size() ? 2 : 1;
    }
    end = std::min(end, text_.size());
    auto& token = add(TokenKind::String, begin, end);
    token.is_interpolated = quote == '"';
    token.is_closed = text_.substr(end).starts_with(mark);
    at_ = token.is_closed ? end + mark.size() : end;
  }

  // A slash is a division after a value, and starts a pattern after `(`, `,`, `=`, `~`, `:`.
  [[nodiscard]] bool can_start_pattern() const {
    if (out_.empty() || out_.back().kind != TokenKind::Mark) return false;
    return std::string_view("(,=~:[").find(out_.back().text) != std::string_view::npos;
  }

  void take_pattern() {
    const auto begin = at_ + 1;
    auto end = begin;
    while (end < text_.size() && text_[end] != '/' && text_[end] != '\n')
      end += text_[end] == '\\' && end + 1 < text_.size() ? 2 : 1;
    end = std::min(end, text_.size());
    add(TokenKind::String, begin, end);
    at_ = end < text_.size() && text_[end] == '/' ? end + 1 : end;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  bool starts_line_ = true;
  std::vector<Token> out_;
};

}  // namespace

std::vector<Token> groovy_tokens(std::string_view text) {
  return Lexer(text).read();
}

}  // namespace stopgate::workflow
