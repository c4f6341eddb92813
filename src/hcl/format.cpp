#include "hcl/format.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <span>
#include <vector>

#include "hcl/token.h"

namespace stopgate::hcl {

namespace {

using enum TokenKind;

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

struct Placed {
  Token token;
  std::size_t blanks = 0;  // before it
};

// The tokens of one line in up to three columns: what stands before `=`, the assignment, and the
// comment that ends the line. A line may go on through a heredoc.
struct Line {
  std::span<Placed> lead, assignment, comment;

  [[nodiscard]] bool is_blank() const { return lead.front().token.kind == Newline; }
};

std::size_t characters(std::string_view text) {
  std::size_t count = 0;
  utf8proc_int32_t previous = -1;
  utf8proc_int32_t state = 0;
  for (std::size_t at = 0; at < text.size();) {
    utf8proc_int32_t code_point = 0;
    const auto size =
        utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data() + at),
                         static_cast<utf8proc_ssize_t>(text.size() - at), &code_point);
    if (previous < 0 || size <= 0 || utf8proc_grapheme_break_stateful(previous, code_point, &state))
      ++count;
    previous = size <= 0 ? -1 : code_point;
    at += size <= 0 ? 1 : static_cast<std::size_t>(size);
  }
  return count;
}

std::size_t width(std::span<const Placed> cell) {
  std::size_t total = 0;
  for (const auto& placed : cell) {
    const auto text = placed.token.text;
    const bool is_ascii = std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
    total += placed.blanks + (is_ascii ? text.size() : characters(text));
  }
  return total;
}

int net_brackets(std::span<const Placed> cell) {
  int net = 0;
  for (const auto& placed : cell) net += bracket_change(placed.token.kind);
  return net;
}

Line columns_of(std::span<Placed> tokens) {
  Line line{.lead = tokens, .assignment = {}, .comment = {}};
  if (tokens.size() > 1 && tokens.back().token.kind == Comment) {
    line.comment = tokens.last(1);
    line.lead = tokens.first(tokens.size() - 1);
  }
  for (std::size_t i = 1; i < line.lead.size(); ++i) {
    if (line.lead[i].token.kind != Equals) continue;
    // A value that goes on in other lines is not aligned.
    const auto rest = line.lead.subspan(i);
    if (net_brackets(rest) == 0) {
      line.assignment = rest;
      line.lead = line.lead.first(i);
    }
    break;
  }
  return line;
}

std::vector<Line> lines_of(std::vector<Placed>& tokens) {
  std::vector<Line> lines;
  std::size_t first = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (!ends_line(tokens[i].token)) continue;
    lines.push_back(columns_of(std::span(tokens).subspan(first, i + 1 - first)));
    first = i + 1;
  }
  if (first < tokens.size()) lines.push_back(columns_of(std::span(tokens).subspan(first)));
  return lines;
}

// One level for each line that opens more brackets than it closes, however many they are; it ends
// where as many are closed again.
class Indenter {
 public:
  void indent(Line& line) {
    if (line.is_blank()) return;
    auto net = 0;
    for (const auto& placed : line.lead) {
      net += bracket_change(placed.token.kind);
      if (placed.token.kind == OpenHeredoc) break;
    }
    net += net_brackets(line.assignment);
    for (auto closed = -net; closed > 0 && !open_.empty();) {
      const auto matched = std::min(closed, open_.back());
      closed -= matched;
      open_.back() -= matched;
      if (open_.back() == 0) open_.pop_back();
    }
    line.lead.front().blanks = 2 * open_.size();
    if (net > 0) open_.push_back(net);
  }

 private:
  std::vector<int> open_;  // brackets of each level
};

// Whether a minus after this is a sign, and not a subtraction.
bool expects_operand(TokenKind kind) {
  constexpr std::array kBeforeSign = {None,   OpenParenthesis, OpenBrace, OpenBracket,
                                      Equals, Colon,           Comma,     Question,
                                      Bang,   Minus,           Operator};
  return std::ranges::find(kBeforeSign, kind) != kBeforeSign.end();
}

bool is_template_text(TokenKind kind) {
  return kind == QuotedText || kind == HeredocText;
}

bool opens_sequence(TokenKind kind) {
  return kind == OpenInterpolation || kind == OpenDirective;
}

// Never, whatever else: no blank between these two.
bool is_tight(TokenKind left, TokenKind right) {
  if (right == Newline) return true;
  if (left == Identifier && (right == OpenParenthesis || right == DoubleColon)) return true;
  if (left == DoubleColon && right == Identifier) return true;
  return left == Dot || right == Dot || right == Comma || right == Ellipsis;
}

bool is_inside_template(TokenKind left, TokenKind right) {
  return is_template_text(left) || left == OpenQuote || left == OpenHeredoc ||
         is_template_text(right) || right == CloseQuote || right == CloseHeredoc;
}

// Whether a blank stands between `left` and `right`; `before` is what stands before `left`.
bool has_blank(const Token& before, const Token& left, TokenKind right) {
  if (is_tight(left.kind, right)) return false;
  if (left.kind == Comma) return true;
  if (is_inside_template(left.kind, right)) return false;
  // `for x in [a]` is no index.
  if (left.kind == Identifier && left.text == "in" && before.kind == Identifier) return true;
  if (right == OpenBracket &&
      (left.kind == Identifier || left.kind == Number || bracket_change(left.kind) < 0))
    return false;
  if (left.kind == Bang) return false;
  if (left.kind == Minus) return !expects_operand(before.kind);
  if (left.kind == OpenBrace || right == CloseBrace)
    return left.kind != OpenBrace || right != CloseBrace;
  // An object that is a whole interpolation: `${ { a = 1 } }`.
  if (opens_sequence(left.kind) && right == OpenBrace) return true;
  if (left.kind == CloseBrace && right == CloseSequence) return true;
  if (left.kind == CloseSequence && opens_sequence(right)) return false;
  return bracket_change(left.kind) <= 0 && bracket_change(right) >= 0;
}

void space(std::span<Placed> cell) {
  Token before;
  for (std::size_t i = 0; i + 1 < cell.size(); ++i) {
    cell[i + 1].blanks = has_blank(before, cell[i].token, cell[i + 1].token.kind) ? 1 : 0;
    before = cell[i].token;
  }
}

// Puts one cell of neighbouring lines that have it into one column, a blank after the widest line.
template <typename CellOf, typename WidthOf>
void align(std::span<Line> lines, CellOf cell_of, WidthOf width_of) {
  for (std::size_t first = 0; first < lines.size();) {
    auto last = first;
    std::size_t widest = 0;
    for (; last < lines.size() && !cell_of(lines[last]).empty(); ++last)
      widest = std::max(widest, width_of(lines[last]));
    for (auto i = first; i < last; ++i)
      cell_of(lines[i]).front().blanks = widest - width_of(lines[i]) + 1;
    first = std::max(last, first + 1);
  }
}

}  // namespace

std::string layout(std::string_view text) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  std::vector<Placed> tokens;
  for (const auto& token : tokenize(text)) tokens.push_back({.token = token});
  auto lines = lines_of(tokens);
  Indenter indenter;
  for (auto& line : lines) {
    indenter.indent(line);
    space(line.lead);
    space(line.assignment);
  }
  align(
      lines, [](const Line& line) { return line.assignment; },
      [](const Line& line) { return width(line.lead); });
  align(
      lines, [](const Line& line) { return line.comment; },
      [](const Line& line) { return width(line.lead) + width(line.assignment); });
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  for (const auto& placed : tokens) {
    out.append(placed.blanks, ' ');
    out += placed.token.text;
  }
  // What no line break ends keeps its blanks.
  const auto end = tokens.empty() ? 0 : tokens.back().token.text.end() - text.begin();
  out.append(text.size() - static_cast<std::size_t>(end), ' ');
  return out;
}

}  // namespace stopgate::hcl
