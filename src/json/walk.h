#pragma once

// Walks one JSON value without recursion and tells a handler what it meets: the grammar is here
// once, for building trees, for trees with places, and for skipping.
//
//   bool open(bool is_map, std::size_t begin)   at '{' or '['; false stops the walk (with
//   lexer.fail) void close(std::size_t end)                 behind '}' or ']' bool key(const
//   StringToken& token, std::size_t begin, std::size_t end) bool scalar(std::size_t begin) must
//   read or skip the scalar at the lexer

#include <cstddef>
#include <string>

#include "json/lexer.h"

namespace stopgate::json {

template <typename Handler>
class Walk {
 public:
  Walk(Lexer& lexer, Handler& handler, std::size_t depth_limit)
      : lexer_(lexer), handler_(handler), depth_limit_(depth_limit) {}

  // False when the value is broken; the lexer has the error, and containers that are open stay
  // open.
  bool run() {
    if (!value()) return false;
    while (!closings_.empty())
      if (!child()) return false;
    return true;
  }

 private:
  bool value() {
    lexer_.skip_blanks();
    const char c = lexer_.peek();
    if (c != '{' && c != '[') return handler_.scalar(lexer_.offset());
    if (closings_.size() >= depth_limit_)
      return lexer_.fail(
          lexer_.offset(),
          "lists and maps are nested more than " + std::to_string(depth_limit_) + " deep",
          "flatten them, or raise the limit 'depth'");
    if (!handler_.open(c == '{', lexer_.offset())) return false;
    closings_ += c == '{' ? '}' : ']';
    is_empty_ = true;
    lexer_.advance();
    return true;
  }

  // The next child of the innermost container, or its end.
  bool child() {
    const char end = closings_.back();
    const bool is_map = end == '}';
    lexer_.skip_blanks();
    if (lexer_.peek() == end) {
      lexer_.advance();
      closings_.pop_back();
      is_empty_ = false;
      handler_.close(lexer_.offset());
      return true;
    }
    if (!is_empty_ && !comma(is_map, end)) return false;
    is_empty_ = false;
    return (!is_map || key()) && value();
  }

  bool comma(bool is_map, char end) {
    if (lexer_.peek() != ',') return lexer_.fail_here(std::string("expected ',' or '") + end + "'");
    lexer_.advance();
    lexer_.skip_blanks();
    if (lexer_.peek() != end) return true;
    return lexer_.fail_here(
        std::string("expected another ") + (is_map ? "member" : "element") + " after ','",
        "remove the last ','");
  }

  bool key() {
    const auto begin = lexer_.offset();
    if (lexer_.peek() != '"') return lexer_.fail_here("expected a key in double quotes");
    StringToken token;
    if (!lexer_.read_string(token) || !handler_.key(token, begin, lexer_.offset())) return false;
    lexer_.skip_blanks();
    if (lexer_.peek() != ':') return lexer_.fail_here("expected ':' after a key");
    lexer_.advance();
    return true;
  }

  Lexer& lexer_;
  Handler& handler_;
  std::size_t depth_limit_;
  std::string closings_;   // the closing bracket of every open container
  bool is_empty_ = false;  // the innermost container has no child yet
};

}  // namespace stopgate::json
