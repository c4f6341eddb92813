// place_in_scalar(): decodes a scalar a second time, only to count.

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/text.h"
#include "yaml/reader.h"
#include "yaml/surrogates.h"

namespace stopgate::yaml {

namespace {

std::size_t character_size(std::string_view text, std::size_t at) {
  auto end = at + 1;
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) ++end;
  return end - at;
}

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}
bool is_break(char c) {
  return c == '\n' || c == '\r';
}

// The column of the innermost list or map whose item starts on this line, of which `prefix` is the
// part before a block scalar.
std::size_t parent_indent(std::string_view prefix) {
  if (prefix.starts_with("---")) return 0;
  auto column = std::min(prefix.find_first_not_of(' '), prefix.size());
  while (column + 1 < prefix.size() && prefix[column] == '-' && is_blank(prefix[column + 1])) {
    const auto next = prefix.find_first_not_of(" \t", column + 1);
    if (next == std::string_view::npos) break;
    column = next;
  }
  return column;
}

// Walks over what was written and counts the bytes of the value that it stands for, until the
// wanted one is reached.
class Walk {
 public:
  // `prefix` is what stands before the scalar on its line.
  Walk(std::string_view prefix, std::string_view text, std::size_t wanted)
      : prefix_(prefix), text_(text), wanted_(wanted) {}

  [[nodiscard]] source::Span find() {
    if (text_.empty()) return {};
    switch (text_[0]) {
      case '\'':
        walk_flow(1, text_.size() - (text_.size() > 1 ? 1 : 0), Quote::Single);
        break;
      case '"':
        walk_flow(1, text_.size() - (text_.size() > 1 ? 1 : 0), Quote::Double);
        break;
      case '|':
        walk_block(Fold::No);
        break;
      case '>':
        walk_block(Fold::Yes);
        break;
      default:
        walk_flow(0, text_.size(), Quote::None);
    }
    return found_;
  }

 private:
  enum class Quote { None, Single, Double };
  enum class Fold { No, Yes };

  // `written` bytes at `at` stand for `made` bytes of the value. False: that was the wanted place.
  bool step(std::size_t at, std::size_t written, std::size_t made) {
    found_ = {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + written)};
    if (wanted_ < made) return false;
    wanted_ -= made;
    return true;
  }

  void finish(std::size_t at) {
    found_ = {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at)};
  }

  [[nodiscard]] std::size_t after_break(std::size_t at) const {
    return at + (text_.substr(at).starts_with("\r\n") ? 2 : 1);
  }

  void walk_flow(std::size_t at, std::size_t end, Quote quote);
  [[nodiscard]] bool step_folded(std::size_t& at, std::size_t end);
  [[nodiscard]] bool step_escape(std::size_t& at, std::size_t end);
  void walk_block(Fold fold);
  [[nodiscard]] std::size_t find_indent(std::size_t at) const;
  [[nodiscard]] std::size_t skip_indent(std::size_t at, std::size_t indent) const;
  [[nodiscard]] std::size_t after_blank_lines(std::size_t at, std::size_t indent) const;
  [[nodiscard]] bool step_blank_lines(std::size_t& at, std::size_t indent);
  [[nodiscard]] bool step_line(std::size_t& at);

  std::string_view prefix_;
  std::string_view text_;
  std::size_t wanted_;
  source::Span found_;
};

// Blanks in a plain or quoted scalar: as they are within a line, folded around line breaks, where
// one break is a space and each further one a line break.
bool Walk::step_folded(std::size_t& at, std::size_t end) {
  const auto begin = at;
  std::size_t breaks = 0;
  auto last = at;
  while (at < end && (is_blank(text_[at]) || is_break(text_[at]))) {
    if (!is_break(text_[at])) {
      ++at;
      continue;
    }
    last = at;
    at = after_break(at);
    if (++breaks > 1 && !step(last, at - last, 1)) return false;
  }
  if (breaks == 1) return step(last, 1, 1);
  if (breaks > 1) return true;
  for (auto blank = begin; blank < at; ++blank)
    if (!step(blank, 1, 1)) return false;
  return true;
}

bool Walk::step_escape(std::size_t& at, std::size_t end) {
  const auto begin = at++;
  if (at >= end) return step(begin, 1, 1);
  if (parse_surrogate_pair(text_.substr(begin))) {
    at = begin + kSurrogatePairSize;
    return step(begin, kSurrogatePairSize, 4);
  }
  const char kind = text_[at];
  if (is_break(kind)) {
    // An escaped line break stands for nothing, nor does the indentation after it.
    at = after_break(at);
    while (at < end && is_blank(text_[at])) ++at;
    return true;
  }
  const std::size_t digits = kind == 'x' ? 2 : kind == 'u' ? 4 : kind == 'U' ? 8 : 0;
  ++at;
  char32_t code = kind == 'N'   ? 0x85
                  : kind == '_' ? 0xA0
                  : kind == 'L' ? 0x2028
                  : kind == 'P' ? 0x2029
                                : U'a';
  if (digits > 0) {
    code = 0;
    for (std::size_t i = 0; i < digits && at < end; ++i, ++at) {
      const char c = text_[at];
      code = code * 16 + static_cast<char32_t>(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
    }
  }
  std::string decoded;
  append_utf8(decoded, code);
  return step(begin, at - begin, decoded.size());
}

void Walk::walk_flow(std::size_t at, std::size_t end, Quote quote) {
  while (at < end) {
    const char c = text_[at];
    if (is_blank(c) || is_break(c)) {
      if (!step_folded(at, end)) return;
    } else if (c == '\\' && quote == Quote::Double) {
      if (!step_escape(at, end)) return;
    } else if (c == '\'' && quote == Quote::Single && at + 1 < end) {
      if (!step(at, 2, 1)) return;
      at += 2;
    } else {
      const auto size = character_size(text_, at);
      if (!step(at, size, size)) return;
      at += size;
    }
  }
  finish(end);
}

// The indentation that the value does not have: that of the first line with text, unless the header
// gives a figure, which counts from the parent.
std::size_t Walk::find_indent(std::size_t at) const {
  const auto header = text_.substr(0, text_.find_first_of(" \t\r\n"));
  const auto figure = header.find_first_of("123456789");
  if (figure != std::string_view::npos)
    return parent_indent(prefix_) + static_cast<std::size_t>(header[figure] - '0');
  while (at < text_.size()) {
    const auto first = text_.find_first_not_of(' ', at);
    if (first == std::string_view::npos) break;
    if (!is_break(text_[first])) return first - at;
    at = after_break(first);
  }
  return text_.size();
}

std::size_t Walk::skip_indent(std::size_t at, std::size_t indent) const {
  const auto limit = std::min(text_.size() - at, indent);
  const auto begin = at;
  while (at - begin < limit && text_[at] == ' ') ++at;
  return at;
}

// Where the text of the next line that has some starts.
std::size_t Walk::after_blank_lines(std::size_t at, std::size_t indent) const {
  while (true) {
    const auto first = skip_indent(at, indent);
    if (first == text_.size() || !is_break(text_[first])) return first;
    at = after_break(first);
  }
}

bool Walk::step_blank_lines(std::size_t& at, std::size_t indent) {
  while (at < text_.size()) {
    const auto first = skip_indent(at, indent);
    if (first == text_.size() || !is_break(text_[first])) return true;
    if (!step(first, 1, 1)) return false;
    at = after_break(first);
  }
  return true;
}

bool Walk::step_line(std::size_t& at) {
  while (at < text_.size() && !is_break(text_[at])) {
    const auto size = character_size(text_, at);
    if (!step(at, size, size)) return false;
    at += size;
  }
  return true;
}

// A literal scalar keeps its line breaks. In a folded one, the break between two lines that start
// with text is a space, or nothing when blank lines stand between them.
void Walk::walk_block(Fold fold) {
  const auto header_end = text_.find_first_of("\r\n");
  if (header_end == std::string_view::npos) return finish(text_.size());
  auto at = after_break(header_end);
  const auto indent = find_indent(at);
  std::optional<std::size_t> line_break;  // of the line before
  bool was_indented = false;
  while (at < text_.size()) {
    const auto content = after_blank_lines(at, indent);
    const bool is_indented = content < text_.size() && is_blank(text_[content]);
    const bool folds = fold == Fold::Yes && !was_indented && !is_indented && content < text_.size();
    const bool has_blank_lines = skip_indent(at, indent) != content;
    if (line_break && !(folds && has_blank_lines) && !step(*line_break, 1, 1)) return;
    if (!step_blank_lines(at, indent)) return;
    at = content;
    if (!step_line(at)) return;
    line_break = at < text_.size() ? std::optional(at) : std::nullopt;
    was_indented = is_indented;
    if (at < text_.size()) at = after_break(at);
  }
  if (line_break && !step(*line_break, 1, 1)) return;
  finish(text_.size());
}

}  // namespace

source::Place place_in_scalar(const source::SourceMap& sources, source::Place scalar,
                              std::size_t offset) {
  if (!scalar.is_known()) return scalar;
  const auto& file = sources.file(scalar.file);
  const auto before = file.text().substr(0, scalar.span.begin);
  const auto prefix = before.substr(before.find_last_of('\n') + 1);
  const auto span = Walk(prefix, file.text(scalar.span), offset).find();
  const auto end = scalar.span.end;
  const auto begin = std::min(scalar.span.begin + span.begin, end);
  return {scalar.file, {begin, std::min(scalar.span.begin + std::max(span.begin, span.end), end)}};
}

}  // namespace stopgate::yaml
