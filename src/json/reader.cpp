#include "json/reader.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>

#include "base/text.h"
#include "json/number.h"
#include "json/string.h"
#include "json/tree_builder.h"

namespace stopgate::json {

namespace {

using source::Severity;
using source::Span;
using value::Value;

constexpr auto kNowhere = std::string_view::npos;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

class Reader {
 public:
  Reader(std::string_view text, source::FileId file, const Limits& limits,
         value::Document& document)
      : text_(text),
        file_(file),
        limits_(limits),
        document_(document),
        arena_(*document.arena),
        tree_(arena_, file == source::kNoFile ? Places::Absent : Places::Kept,
              value::Access::Strict) {}

  void read() {
    if (text_.size() > std::numeric_limits<std::uint32_t>::max()) {
      error(0, "the text has " + std::to_string(text_.size()) + " bytes, more than 4 GiB");
      return;
    }
    if (text_.starts_with(kByteOrderMark)) at_ = kByteOrderMark.size();
    if (const auto broken = find_invalid_utf8(text_)) {
      error(*broken, "the text is not UTF-8 from here", "save the file as UTF-8");
      return;
    }
    read_document();
    while (tree_.depth() > 0) close();
    document_.root = {tree_.root(), tree_.root_place()};
  }

 private:
  // These return false when they reported an error: nothing more is read then.
  bool read_document() {
    if (!read_value()) return false;
    while (tree_.depth() > 0)
      if (!read_child()) return false;
    skip_blanks();
    if (at_ == text_.size()) return true;
    return error(at_, "expected nothing after the value, found " + seen(),
                 "a JSON text holds one value");
  }

  // The next child of the innermost container, or its end.
  bool read_child() {
    const bool is_map = tree_.in_map();
    const char end = is_map ? '}' : ']';
    skip_blanks();
    if (peek() == end) {
      ++at_;
      close();
      return true;
    }
    if (!tree_.is_empty()) {
      if (peek() != ',')
        return error(at_, std::string("expected ',' or '") + end + "', found " + seen());
      ++at_;
      skip_blanks();
      if (peek() == end)
        return error(at_,
                     std::string("expected another ") + (is_map ? "member" : "element") +
                         " after ',', found " + seen(),
                     "remove the last ','");
    }
    return (!is_map || read_key()) && read_value();
  }

  bool read_key() {
    key_span_.begin = position();
    if (peek() != '"') return error(at_, "expected a key in double quotes, found " + seen());
    std::string_view key;
    if (!read_string(key)) return false;
    key_span_.end = position();
    key_ = intern(key);
    skip_blanks();
    if (peek() != ':')
      return error(at_, "expected ':' after the key " + quoted(key) + ", found " + seen());
    ++at_;
    return true;
  }

  bool read_value() {
    skip_blanks();
    if (++nodes_ > limits_.nodes)
      return error(at_, "the text has more than " + std::to_string(limits_.nodes) + " nodes",
                   "split it, or raise the limit 'nodes'");
    const char c = peek();
    if (c == '{' || c == '[') {
      if (tree_.depth() >= limits_.depth)
        return error(
            at_, "lists and maps are nested more than " + std::to_string(limits_.depth) + " deep",
            "flatten them, or raise the limit 'depth'");
      tree_.open(c == '{', key_, place_from(position()));
      ++at_;
      return true;
    }
    const auto begin = position();
    Value value;
    if (!read_scalar(value)) return false;
    auto place = place_from(begin);
    place.value.end = position();
    tree_.add(key_, value, place);
    return true;
  }

  bool read_scalar(Value& out) {
    if (peek() == '"') {
      std::string_view text;
      if (!read_string(text)) return false;
      out = Value::string(text);
      return true;
    }
    const auto rest = text_.substr(at_);
    const auto length = peek() == '-' || (peek() >= '0' && peek() <= '9') ? number_length(rest)
                                                                          : word_length(rest, out);
    if (length == 0 || (length < rest.size() && is_word(rest[length])))
      return error(at_, "expected a value, found " + seen(), hint());
    if (peek() == '-' || (peek() >= '0' && peek() <= '9'))
      out = make_number(arena_, rest.substr(0, length));
    at_ += length;
    return true;
  }

  static std::size_t word_length(std::string_view rest, Value& out) {
    constexpr std::string_view kTrue = "true";
    constexpr std::string_view kFalse = "false";
    constexpr std::string_view kNull = "null";
    if (rest.starts_with(kNull)) return kNull.size();
    if (rest.starts_with(kTrue)) {
      out = Value::boolean(true);
      return kTrue.size();
    }
    if (!rest.starts_with(kFalse)) return 0;
    out = Value::boolean(false);
    return kFalse.size();
  }

  // At the opening quote.
  bool read_string(std::string_view& out) {
    const auto inside = at_ + 1;
    const auto scanned = scan_string(text_.substr(inside));
    const auto end = inside + scanned.length;
    if (!scanned.is_closed) {
      if (end >= text_.size()) return error(at_, "the string that starts here is not closed");
      return error(end, "a string contains the control character " + quoted(text_.substr(end, 1)),
                   "write it as an escape, such as \\n");
    }
    out = text_.substr(inside, scanned.length);
    at_ = end + 1;
    return !scanned.has_escapes || unescape_into(out, inside);
  }

  bool unescape_into(std::string_view& text, std::size_t offset) {
    scratch_.clear();
    bool lone_surrogate = false;
    if (const auto wrong = unescape(text, scratch_, lone_surrogate))
      return error(offset + wrong->offset, wrong->message,
                   "JSON knows \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\uXXXX");
    if (lone_surrogate)
      warn(offset, "a string contains half of a surrogate pair; it is read as U+FFFD");
    text = arena_.copy(scratch_);
    return true;
  }

  void close() {
    for (const auto& again : tree_.close(position())) {
      const auto offset = file_ == source::kNoFile ? kNowhere : std::size_t{again.key_span.begin};
      warn(offset,
           "the key " + quoted(again.key.text()) +
               " occurs more than once in one map; its last value counts",
           "remove the others");
    }
  }

  // Offsets fit: read() refuses longer texts.
  [[nodiscard]] std::uint32_t position() const { return static_cast<std::uint32_t>(at_); }
  [[nodiscard]] value::MemberPlace place_from(std::uint32_t begin) const {
    return {file_, key_span_, {begin, begin}};
  }
  [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  [[nodiscard]] static bool is_word(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           c == '.' || c == '+' || c == '-';
  }

  void skip_blanks() {
    while (at_ < text_.size() &&
           (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\r' || text_[at_] == '\t'))
      ++at_;
  }

  // What stands here, as messages show it: a word, or a single character.
  [[nodiscard]] std::string seen() const {
    if (at_ >= text_.size()) return "the end of the text";
    auto end = at_;
    while (end < text_.size() && end - at_ < 40 && is_word(text_[end])) ++end;
    if (end == at_) ++end;
    while (end < text_.size() && (static_cast<unsigned char>(text_[end]) & 0xC0U) == 0x80) ++end;
    return quoted(text_.substr(at_, end - at_));
  }

  [[nodiscard]] std::string hint() const {
    if (peek() == '/' || peek() == '#') return "JSON has no comments";
    if (peek() == '\'') return "strings stand in double quotes";
    return {};
  }

  bool error(std::size_t offset, std::string message, std::string help = {}) {
    report(Severity::Error, offset, std::move(message), std::move(help));
    return false;
  }

  void warn(std::size_t offset, std::string message, std::string help = {}) {
    if (document_.diagnostics.size() < limits_.diagnostics)
      report(Severity::Warning, offset, std::move(message), std::move(help));
  }

  void report(Severity severity, std::size_t offset, std::string message, std::string help) {
    const auto begin = static_cast<std::uint32_t>(std::min(offset, text_.size()));
    source::Place place;
    if (file_ != source::kNoFile) {
      place = {file_, {begin, begin}};
    } else if (offset != kNowhere) {
      const auto before = text_.substr(0, begin);
      const auto line = std::count(before.begin(), before.end(), '\n') + 1;
      const auto column = begin - (before.rfind('\n') + 1) + 1;
      message += " (line " + std::to_string(line) + ", byte " + std::to_string(column) + ")";
    }
    document_.diagnostics.push_back({severity, std::move(message), std::move(help), place, {}});
  }

  std::string_view text_;
  source::FileId file_;
  const Limits& limits_;
  value::Document& document_;
  Arena& arena_;
  TreeBuilder tree_;
  std::size_t at_ = 0;
  std::size_t nodes_ = 0;
  Symbol key_;  // of the member being read
  Span key_span_;
  std::string scratch_;
};

}  // namespace

value::Document read(const source::SourceMap& sources, source::FileId file, const Limits& limits) {
  value::Document document;
  Reader(sources.file(file).text(), file, limits, document).read();
  return document;
}

value::Document parse(std::string_view text, const Limits& limits) {
  value::Document document;
  Reader(document.arena->copy(text), source::kNoFile, limits, document).read();
  return document;
}

}  // namespace stopgate::json
