#include <algorithm>
#include <cstddef>
#include <string_view>

#include "hcl/plain_reader.h"

namespace stopgate::hcl {

// A quoted string: one token where it holds no sequence, else a template of pieces.
bool PlainReader::quoted() {
  const auto text_end = end_of_quoted_text(text_, at_ + 1);
  const auto end = end_of_signs(text_, text_end);
  if (byte_at(text_, end) == '"') return leaf(NodeKind::String, end + 1);
  if (byte_at(text_, end) != '{') return false;
  const auto node = open(NodeKind::Template);
  token(1);
  while (peek() != '"') {
    if (const auto next = end_of_text_token(text_, at_); next > at_) {
      leaf(NodeKind::Text, next);
    } else if (!starts_sequence(text_, at_) || !sequence()) {
      return false;
    }
  }
  token(1);
  close(node);
  return true;
}

// `${…}` or `%{…}`.
bool PlainReader::sequence() {
  if (const auto end = end_of_simple_interpolation(text_, at_); end > at_)
    return leaf(NodeKind::SimpleInterpolation, end);
  const bool is_directive = peek() == '%';
  const auto node = open(is_directive ? NodeKind::Directive : NodeKind::Interpolation);
  token(byte_at(text_, at_ + 2) == '~' ? 3 : 2);
  if (!skip(Newlines::Skip)) return false;
  if (!(is_directive ? directive_rest() : expression(Newlines::Skip))) return false;
  if (!skip(Newlines::Skip) || !expect(peek() == '~' ? "~}" : "}")) return false;
  close(node);
  return true;
}

bool PlainReader::directive_rest() {
  constexpr auto kSkip = Newlines::Skip;
  for (const std::string_view word : {"else", "endif", "endfor"}) {
    if (at_word(word)) return token(word.size());
  }
  if (at_word("if")) return token(2) && skip(kSkip) && expression(kSkip);
  if (!expect_word("for") || !skip(kSkip) || !name() || !skip(kSkip)) return false;
  if (peek() == ',' && (!token(1) || !skip(kSkip) || !name())) return false;
  return expect_word("in") && skip(kSkip) && expression(kSkip);
}

bool PlainReader::heredoc() {
  if (!at_text("<<") || ++depth_ > kPlainDepth) return false;
  const auto node = open(NodeKind::Heredoc);
  token(at_text("<<-") ? 3 : 2);
  const auto end = end_of_name(text_, at_);
  const auto marker = text_.substr(at_, end - at_);
  for (const char c : marker) {
    if (static_cast<unsigned char>(c) >= 0x80) return false;
  }
  const auto line_end = end_of_newline(text_, end);
  if (marker.empty() || line_end == end) return false;
  leaf(NodeKind::HeredocMarker, line_end);
  if (!heredoc_rest(marker)) return false;
  close(node);
  --depth_;
  return true;
}

// Whether a line from the one at `at` on is the end of a heredoc.
bool PlainReader::find_heredoc_end(std::size_t at, std::string_view marker) const {
  while (at < text_.size()) {
    const auto line = classify_heredoc_line(text_, at, marker);
    if (line.kind != LineKind::Text) return line.kind == LineKind::End;
    at = std::min(text_.find('\n', at), text_.size() - 1) + 1;
  }
  return false;
}

// As scanner.c does it: a line that starts with a closing brace makes it look for the end, and puts
// an empty text before that line.
bool PlainReader::heredoc_rest(std::string_view marker) {
  bool has_end = false;
  while (true) {
    auto at = at_;
    while (at < text_.size() && !starts_sequence(text_, at)) {
      const bool is_line_start = text_[at - 1] == '\n';
      if (is_line_start && text_[at] == '}' && !has_end) {
        if (at > at_) break;
        if (!find_heredoc_end(at, marker)) return false;
        has_end = true;
        leaf(NodeKind::HeredocText, at);
      }
      if (is_line_start) {
        const auto line = classify_heredoc_line(text_, at, marker);
        if (line.kind == LineKind::Doubtful) return false;
        if (line.kind == LineKind::End && at == at_) return leaf(NodeKind::HeredocEnd, line.end);
        if (line.kind == LineKind::End) break;
      }
      at = end_of_heredoc_line(text_, at);
    }
    if (at > at_) {
      leaf(NodeKind::HeredocText, at);
    } else if (!starts_sequence(text_, at_) || !sequence()) {
      return false;
    }
  }
}

}  // namespace stopgate::hcl
