#include "json/reader.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>

#include "base/text.h"
#include "json/lexer.h"
#include "json/tree_builder.h"
#include "json/walk.h"

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
      : lexer_(text),
        file_(file),
        limits_(limits),
        document_(document),
        arena_(*document.arena),
        tree_(arena_, file == source::kNoFile ? Places::Absent : Places::Kept,
              value::Access::Strict) {}

  void read() {
    const auto text = lexer_.text();
    if (text.size() > std::numeric_limits<std::uint32_t>::max()) {
      report(Severity::Error, 0,
             "the text has " + std::to_string(text.size()) + " bytes, more than 4 GiB", "split it");
    } else if (const auto broken = find_invalid_utf8(text)) {
      report(Severity::Error, *broken, "the text is not UTF-8 from here", "save it as UTF-8");
    } else {
      read_value();
    }
  }

  bool open(bool is_map, std::size_t begin) {
    tree_.open(is_map, key_, {file_, key_span_, {offset32(begin), 0}});
    return count_node(begin);
  }

  void close(std::size_t end) {
    for (const auto& again : tree_.close(offset32(end))) {
      const auto offset = file_ == source::kNoFile ? kNowhere : std::size_t{again.key_span.begin};
      warn(offset,
           "the key " + quoted(again.key.text()) +
               " occurs more than once in one map; its last value counts",
           "remove the others");
    }
  }

  bool key(const StringToken& token, std::size_t begin, std::size_t end) {
    std::string_view text;
    if (!decode(token, text)) return false;
    key_ = intern(text);
    key_span_ = {offset32(begin), offset32(end)};
    return true;
  }

  bool scalar(std::size_t begin) {
    Value value;
    if (!count_node(begin) || !lexer_.read_scalar(arena_, value)) return false;
    warn_of_lone_surrogate();
    tree_.add(key_, value, {file_, key_span_, {offset32(begin), offset32(lexer_.offset())}});
    return true;
  }

 private:
  void read_value() {
    if (lexer_.text().starts_with(kByteOrderMark)) lexer_.advance(kByteOrderMark.size());
    if (Walk(lexer_, *this, limits_.depth).run()) {
      lexer_.skip_blanks();
      if (!lexer_.at_end())
        lexer_.fail_here("expected nothing after the value", "a JSON text holds one value");
    }
    while (tree_.depth() > 0) close(lexer_.offset());
    document_.root = {tree_.root(), tree_.root_place()};
    if (const auto& error = lexer_.error())
      report(Severity::Error, error->offset, error->message, error->help);
  }

  bool decode(const StringToken& token, std::string_view& out) {
    if (!lexer_.decode(token, arena_, out)) return false;
    warn_of_lone_surrogate();
    return true;
  }

  void warn_of_lone_surrogate() {
    if (const auto offset = lexer_.take_lone_surrogate())
      warn(*offset, "a string contains half of a surrogate pair; it is read as U+FFFD",
           "write the character itself");
  }

  bool count_node(std::size_t offset) {
    if (++nodes_ <= limits_.nodes) return true;
    return lexer_.fail(offset, "the text has more than " + std::to_string(limits_.nodes) + " nodes",
                       "split it, or raise the limit 'nodes'");
  }

  void warn(std::size_t offset, std::string message, std::string help) {
    if (document_.diagnostics.size() < limits_.diagnostics)
      report(Severity::Warning, offset, std::move(message), std::move(help));
  }

  void report(Severity severity, std::size_t offset, std::string message, std::string help) {
    source::Place place;
    if (file_ != source::kNoFile) {
      const auto begin = offset32(std::min(offset, lexer_.text().size()));
      place = {file_, {begin, begin}};
    } else if (offset != kNowhere) {
      const auto before = lexer_.text().substr(0, offset);
      const auto line = std::count(before.begin(), before.end(), '\n') + 1;
      message += " (line " + std::to_string(line) + ", byte " +
                 std::to_string(before.size() - before.rfind('\n')) + ")";
    }
    document_.diagnostics.push_back({severity, std::move(message), std::move(help), place, {}});
  }

  // Offsets fit: read() refuses longer texts.
  static std::uint32_t offset32(std::size_t offset) { return static_cast<std::uint32_t>(offset); }

  Lexer lexer_;
  source::FileId file_;
  const Limits& limits_;
  value::Document& document_;
  Arena& arena_;
  TreeBuilder tree_;
  std::size_t nodes_ = 0;
  Symbol key_;  // of the member being read
  Span key_span_;
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
