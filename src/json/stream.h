#pragma once

// Pulls chosen members out of JSON that is too large to become a tree: large Terraform plans.
//
// Whatever is not asked for is skipped, and checked all the same. The text must be UTF-8 (is_utf8)
// and outlive what is read from it: strings without escapes view it.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/symbol.h"
#include "json/lexer.h"
#include "json/tree_builder.h"
#include "value/value.h"

namespace stopgate::json {

// Vectorised: several gigabytes a second.
[[nodiscard]] bool is_utf8(std::string_view text);

struct ValueOptions {
  value::Access access = value::Access::Strict;
  bool null_is_absent = false;
  // A tree much like the one to be read: equal parts are shared instead of made again.
  value::Value twin;
};

class Stream {
 public:
  Stream(std::string_view text, std::size_t depth_limit)
      : lexer_(text),
        depth_limit_(depth_limit),
        tree_(keys_, Places::Absent, value::Access::Strict) {}

  // Visits every member of the map here; `visit(key)` reads the value, or leaves it to be skipped.
  // The key is valid until the visit ends. False when the text is broken; null and what is no map
  // are skipped, and the latter is remembered as unexpected.
  template <typename Visit>
  bool members(Visit&& visit);
  // The same for the elements of a list.
  template <typename Visit>
  bool elements(Visit&& visit);

  // Each reads one value. Strings, booleans: empty and false when it is something else.
  [[nodiscard]] std::string_view string(Arena& arena);
  [[nodiscard]] bool boolean();
  [[nodiscard]] value::Value value(Arena& arena, const ValueOptions& options = {});
  // The text of the value, without blanks around it; empty when it is broken.
  std::string_view skip();
  // Whether the value here is written exactly as `text`, which was read as a list or map before:
  // then it is passed over.
  bool skip_if_same(std::string_view text);

  // From `begin`, an earlier offset(), up to here.
  [[nodiscard]] std::string_view text_since(std::size_t begin) const {
    return lexer_.text().substr(begin, lexer_.offset() - begin);
  }
  // The tree of a text that was skipped before.
  [[nodiscard]] value::Value value_of(std::string_view text, Arena& arena,
                                      const ValueOptions& options = {});

  // After the top-level value: nothing but blanks may follow.
  bool finish();

  [[nodiscard]] std::size_t offset() const { return lexer_.offset(); }
  [[nodiscard]] const std::optional<SyntaxError>& error() const { return lexer_.error(); }
  // Values of another kind than what was asked for; the first few.
  [[nodiscard]] const std::vector<SyntaxError>& unexpected() const { return unexpected_; }

 private:
  // Past '{' or '[' or what else is here; whether there are children to visit.
  bool enter(char opening, std::string_view kind);
  // To the next child; false behind the last one, or when the text is broken.
  bool next(char closing, bool is_first);
  bool read_key();
  bool take_null();
  void expected(std::string_view kind);

  // Keys of plans repeat: most are found here without asking the table that all threads share.
  Symbol symbol(std::string_view key);

  class TreeHandler;

  Lexer lexer_;
  std::size_t depth_limit_;
  std::size_t depth_ = 0;
  Arena keys_;
  std::string_view key_;
  std::vector<SyntaxError> unexpected_;
  TreeBuilder tree_;  // of one value after another
  std::vector<Symbol> symbols_ = std::vector<Symbol>(4096);
};

template <typename Visit>
bool Stream::members(Visit&& visit) {
  if (!enter('{', "a map")) return !error();
  for (bool is_first = true; next('}', is_first); is_first = false) {
    if (!read_key()) return false;
    lexer_.skip_blanks();
    const auto before = lexer_.offset();
    visit(key_);
    if (lexer_.offset() == before && !error()) skip();
    if (error()) return false;
  }
  --depth_;
  return !error();
}

template <typename Visit>
bool Stream::elements(Visit&& visit) {
  if (!enter('[', "a list")) return !error();
  for (bool is_first = true; next(']', is_first); is_first = false) {
    lexer_.skip_blanks();
    const auto before = lexer_.offset();
    visit();
    if (lexer_.offset() == before && !error()) skip();
    if (error()) return false;
  }
  --depth_;
  return !error();
}

}  // namespace stopgate::json
