#include "json/stream.h"

#include <cstdint>
#include <utility>

#include "base/text.h"
#include "json/walk.h"

namespace stopgate::json {

namespace {

constexpr std::size_t kUnexpectedKept = 20;

struct SkipHandler {
  Lexer& lexer;

  static bool open(bool /*is_map*/, std::size_t /*begin*/) { return true; }
  static void close(std::size_t /*end*/) {}
  [[nodiscard]] bool key(const StringToken& token, std::size_t /*begin*/,
                         std::size_t /*end*/) const {
    return !token.has_escapes || lexer.check_escapes(token);
  }
  [[nodiscard]] bool scalar(std::size_t /*begin*/) const { return lexer.skip_scalar(); }
};

}  // namespace

class Stream::TreeHandler {
 public:
  TreeHandler(Stream& stream, Lexer& lexer, Arena& arena, const ValueOptions& options)
      : stream_(stream),
        lexer_(lexer),
        arena_(arena),
        null_is_absent_(options.null_is_absent),
        tree_(stream.tree_) {
    tree_.restart(arena, options.access);
    tree_.set_twin(options.twin);
  }

  bool open(bool is_map, std::size_t /*begin*/) {
    tree_.open(is_map, key_, {});
    return true;
  }
  void close(std::size_t /*end*/) { tree_.close(0); }
  bool key(const StringToken& token, std::size_t /*begin*/, std::size_t /*end*/) {
    std::string_view text;
    if (!lexer_.decode(token, arena_, text)) return false;
    key_ = stream_.symbol(text);
    return true;
  }
  bool scalar(std::size_t /*begin*/) {
    value::Value value;
    if (!lexer_.read_scalar(arena_, value)) return false;
    tree_.add(key_, null_is_absent_ && value.is_null() ? value::Value::absent() : value, {});
    return true;
  }
  [[nodiscard]] value::Value root() const { return tree_.root(); }

 private:
  Stream& stream_;
  Lexer& lexer_;
  Arena& arena_;
  bool null_is_absent_;
  TreeBuilder& tree_;
  Symbol key_;
};

bool is_utf8(std::string_view text) {
  return !find_invalid_utf8(text);
}

std::string_view Stream::string(Arena& arena) {
  lexer_.skip_blanks();
  StringToken token;
  std::string_view out;
  if (lexer_.peek() != '"') {
    if (!take_null()) expected("a string");
  } else if (lexer_.read_string(token) && lexer_.decode(token, arena, out)) {
    return out;
  }
  return {};
}

bool Stream::boolean() {
  lexer_.skip_blanks();
  const char c = lexer_.peek();
  if (c != 't' && c != 'f') {
    if (!take_null()) expected("true or false");
    return false;
  }
  return lexer_.skip_scalar() && c == 't';
}

value::Value Stream::value(Arena& arena, const ValueOptions& options) {
  lexer_.skip_blanks();
  TreeHandler handler(*this, lexer_, arena, options);
  if (!Walk(lexer_, handler, depth_limit_ - depth_).run()) return {};
  return handler.root();
}

value::Value Stream::value_of(std::string_view text, Arena& arena, const ValueOptions& options) {
  Lexer lexer(text);
  TreeHandler handler(*this, lexer, arena, options);
  if (!Walk(lexer, handler, depth_limit_).run()) return {};
  return handler.root();
}

std::string_view Stream::skip() {
  lexer_.skip_blanks();
  const auto begin = lexer_.offset();
  SkipHandler handler{lexer_};
  if (!Walk(lexer_, handler, depth_limit_ - depth_).run()) return {};
  return lexer_.text().substr(begin, lexer_.offset() - begin);
}

bool Stream::skip_if_same(std::string_view text) {
  lexer_.skip_blanks();
  // A list or map ends with its bracket, so that nothing can follow but what follows a value.
  if (text.empty() || (text.front() != '{' && text.front() != '[')) return false;
  if (!lexer_.text().substr(lexer_.offset()).starts_with(text)) return false;
  lexer_.advance(text.size());
  return true;
}

bool Stream::finish() {
  if (error()) return false;
  lexer_.skip_blanks();
  return lexer_.at_end() ||
         lexer_.fail_here("expected nothing after the value", "a JSON text holds one value");
}

bool Stream::enter(char opening, std::string_view kind) {
  lexer_.skip_blanks();
  if (error()) return false;
  if (lexer_.peek() != opening) {
    if (!take_null()) expected(kind);
    return false;
  }
  if (depth_ + 1 >= depth_limit_)
    return lexer_.fail(
        lexer_.offset(),
        "lists and maps are nested more than " + std::to_string(depth_limit_) + " deep",
        "raise the limit 'depth'");
  lexer_.advance();
  ++depth_;
  return true;
}

bool Stream::next(char closing, bool is_first) {
  lexer_.skip_blanks();
  if (lexer_.peek() == closing) {
    lexer_.advance();
    return false;
  }
  if (is_first) return true;
  if (lexer_.peek() != ',')
    return lexer_.fail_here(std::string("expected ',' or '") + closing + "'");
  lexer_.advance();
  lexer_.skip_blanks();
  if (lexer_.peek() == closing)
    return lexer_.fail_here("expected another value after ','", "remove the last ','");
  return true;
}

bool Stream::read_key() {
  if (lexer_.peek() != '"') return lexer_.fail_here("expected a key in double quotes");
  StringToken token;
  if (!lexer_.read_string(token) || !lexer_.decode(token, keys_, key_)) return false;
  lexer_.skip_blanks();
  if (lexer_.peek() != ':') return lexer_.fail_here("expected ':' after a key");
  lexer_.advance();
  return true;
}

bool Stream::take_null() {
  return lexer_.peek() == 'n' && lexer_.skip_scalar();
}

void Stream::expected(std::string_view kind) {
  const auto offset = lexer_.offset();
  const char c = lexer_.peek();
  const auto* found = c == '{'   ? "a map"
                      : c == '[' ? "a list"
                      : c == '"' ? "a string"
                                 : "another value";
  if (skip().empty() || unexpected_.size() >= kUnexpectedKept) return;
  unexpected_.push_back({offset, "expected " + std::string(kind) + ", found " + found, {}});
}

Symbol Stream::symbol(std::string_view key) {
  std::uint64_t mixed = key.size();
  for (std::size_t i = 0; i < key.size(); i += 3)
    mixed = (mixed ^ static_cast<unsigned char>(key[i])) * 0x9E37'79B9'7F4A'7C15U;
  if (!key.empty())
    mixed = (mixed ^ static_cast<unsigned char>(key.back())) * 0x9E37'79B9'7F4A'7C15U;
  auto& cached = symbols_[mixed >> 52U];
  if (cached.text() != key || key.empty()) cached = intern(key);
  return cached;
}

}  // namespace stopgate::json
