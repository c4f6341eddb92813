#pragma once

// The tokens of JSON, and what is wrong where there is none.
//
// simdjson would index the whole text first (two thirds of its size in memory) and does not check
// what it skips; a lexer that scans strings by the word needs neither the memory nor padding, keeps
// what stands before a cut, and knows where every token begins and ends.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/arena.h"
#include "json/string.h"
#include "value/value.h"

namespace stopgate::json {

struct SyntaxError {
  std::size_t offset = 0;
  std::string message;
  std::string help;
};

struct StringToken {
  std::string_view raw;  // between the quotes
  bool has_escapes = false;
};

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] std::size_t offset() const { return at_; }
  [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }
  // The next character; NUL at the end, where no token starts.
  [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void advance(std::size_t bytes = 1) { at_ += bytes; }
  void skip_blanks() {
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
  }

  // These return false when there is no such token here: error() then says what stands instead.
  [[nodiscard]] bool read_string(StringToken& out) {  // at its opening quote
    const auto length = plain_length(text_.substr(at_ + 1));
    const auto end = at_ + 1 + length;
    if (end >= text_.size() || text_[end] != '"') return read_odd_string(out);
    out = {text_.substr(at_ + 1, length), false};
    at_ = end + 1;
    return true;
  }
  [[nodiscard]] bool skip_scalar();
  [[nodiscard]] bool check_escapes(const StringToken& token);
  // Strings without escapes view the text, others are copied into the arena.
  [[nodiscard]] bool read_scalar(Arena& arena, value::Value& out);
  [[nodiscard]] bool decode(const StringToken& token, Arena& arena, std::string_view& out);

  // Keeps the first error; always false.
  bool fail(std::size_t offset, std::string message, std::string help = {});
  bool fail_here(std::string expected,
                 std::string help = {});  // "<expected>, found <what stands here>"
  [[nodiscard]] const std::optional<SyntaxError>& error() const { return error_; }
  // Where a string held half of a surrogate pair, once.
  [[nodiscard]] std::optional<std::size_t> take_lone_surrogate();

 private:
  // One with escapes, or without end.
  [[nodiscard]] bool read_odd_string(StringToken& out);
  [[nodiscard]] static bool is_blank(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }
  // The bytes of the number or word here; 0, and an error, when there is none.
  [[nodiscard]] std::size_t bare_length();
  [[nodiscard]] std::string seen() const;

  std::string_view text_;
  std::size_t at_ = 0;
  std::string scratch_;
  std::optional<SyntaxError> error_;
  std::optional<std::size_t> lone_surrogate_;
};

}  // namespace stopgate::json
