// Says in words what an error in the concrete tree is: what was seen, where, and what to do.

#include <algorithm>
#include <array>

#include "base/text.h"
#include "hcl/builder.h"
#include "hcl/identifier.h"

namespace stopgate::hcl {
namespace {

struct Explanation {
  std::string_view seen;  // what the unexpected text starts with
  std::string_view message;
  std::string_view help;
};

constexpr std::string_view kLineHelp =
    "an expression ends with its line: put it in parentheses to go on in the next";
constexpr std::string_view kOperatorHelp =
    "an operator stands between two values; put the expression in parentheses to go on in the next "
    "line";

// The longer of two that start alike stands first. An empty message says what was found.
constexpr auto kUnexpected = std::to_array<Explanation>({
    {"/*", "the comment is not closed", "add '*/'"},
    {"'", "a string is in single quotes", "write it in double quotes"},
    {"`", "a string is in backticks", "write it in double quotes, or as a heredoc"},
    {"=>", "", "'=>' stands only in { for key, value in map : key => value }"},
    {"==", "", kOperatorHelp},
    {"=", "", "'=' gives an argument its value; write '==' to compare"},
    {"?\?", "", "there is no '?\?': write coalesce(a, b), or a != null ? a : b"},
    {"?", "", kLineHelp},
    {":", "", kLineHelp},
    {".", "", kLineHelp},
    {"[", "", kLineHelp},
    {"(", "", kLineHelp},
    {"&&", "", kOperatorHelp},
    {"||", "", kOperatorHelp},
    {"&", "", "write '&&' for a logical and"},
    {"|", "", "write '||' for a logical or"},
    {"++", "", "there is no '++': write + 1"},
    {"+", "", kOperatorHelp},
    {"-", "", kOperatorHelp},
    {"*", "", kOperatorHelp},
    {"/", "", kOperatorHelp},
    {"%", "", kOperatorHelp},
    {"<<", "the heredoc does not start with a marker and a newline",
     "write << and a name, and nothing after it on the line"},
    {"<", "", kOperatorHelp},
    {">", "", kOperatorHelp},
    {"!=", "", kOperatorHelp},
    {";", "", "arguments end with a newline"},
    {",", "", "arguments end with a newline, not with a comma"},
    {"}", "",
     "nothing is open here that it could close: remove it, or look for a '}' too many above"},
    {"]", "", "nothing is open here that it could close"},
    {")", "", "nothing is open here that it could close"},
    {"{", "",
     "the '{' of a block stands on the line of the block's name; an object stands after '='"},
    {"\"", "the string is not closed on its line, or stands where no value is expected",
     "check the quotes of this line"},
    {"\\", "", "remove it: inside of parentheses a line goes on without a mark"},
    {"^", "", "there is no such operator"},
    {"~", "", "'~' stands only in '${~', '~}' and '%{~'"},
    {"@", "", "there is no such operator"},
    {"\r", "a carriage return stands without a newline", "end lines with a newline, or with both"},
});

// What separates the parts of a node, for a reader who forgot it.
std::string_view separators_of(const Node& parent) {
  switch (parent.kind) {
    case NodeKind::Tuple:
      return "',' or ']'";
    case NodeKind::Call:
      return "',' or ')'";
    case NodeKind::Parentheses:
      return "an operator or ')'";
    case NodeKind::Object:
      return "',', a newline or '}'";
    case NodeKind::ObjectItem:
      return "'=' or ':' after the key";
    default:
      return {};
  }
}

// The piece of text that a reader would call the culprit.
std::string_view first_word(std::string_view text) {
  constexpr std::string_view kEnds = " \t\r\n,;(){}[]\"'`";
  if (text.empty()) return text;
  const auto end = text.find_first_of(kEnds, 1);
  const bool is_punctuation = kEnds.find(text[0]) != std::string_view::npos;
  return text.substr(0, is_punctuation ? 1 : std::min(end, text.size()));
}

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' && c != '\r';
}

}  // namespace

Span Builder::place(Span span) const {
  const auto shift = [this](std::uint32_t offset) {
    return std::min(offset < excerpt_.skipped ? 0 : offset - excerpt_.skipped, excerpt_.size);
  };
  return {shift(span.begin), shift(span.end)};
}

void Builder::error(Span at, std::string message, std::string help) {
  if (is_cut_) return;
  if (diagnostics_.size() >= limits_.diagnostics) {
    is_cut_ = true;
    message = "more than " + std::to_string(limits_.diagnostics) +
              " problems: the rest of this file's is not shown";
    help = "correct those above first";
  }
  diagnostics_.push_back({.message = std::move(message),
                          .help = std::move(help),
                          .place = {excerpt_.file, place(at)},
                          .path = {}});
}

Name Builder::name(Span at) {
  const auto text = raw(at);
  if (const auto bad = find_invalid_character(text)) {
    const auto begin = at.begin + static_cast<std::uint32_t>(*bad);
    error({begin, at.end},
          "name " + stopgate::quoted(text) + " has a character that names may not have",
          "use letters, digits, '_' and '-'");
  }
  return {symbols_.find(text), place(at)};
}

void Builder::syntax_error(Span at, std::string message, std::string help) {
  if (at.begin < broken_until_) return;
  const auto newline = text_.find('\n', at.begin);
  broken_until_ = static_cast<std::uint32_t>(std::min(newline, text_.size()));
  error(at, std::move(message), std::move(help));
}

void Builder::explain_error(const Node& node) {
  // The first error, and the smallest node around it.
  const Node* parent = &node;
  const Node* at = &node;
  while (at->kind != NodeKind::Error && !at->is_missing) {
    const Node* inner = nullptr;
    for (const Node& child : children(*at)) {
      if (!child.has_error && !child.is_missing) continue;
      inner = &child;
      break;
    }
    if (inner == nullptr) break;
    parent = at;
    at = inner;
  }
  if (at->is_missing) {
    explain_missing(*at, *parent);
  } else {
    explain_unexpected(*at, *parent);
  }
}

void Builder::explain_missing(const Node& missing, const Node& parent) {
  const auto wanted = symbol_name(missing.symbol);
  const Span here{missing.span.begin, missing.span.begin};
  if (wanted == "identifier" || wanted == "number") {
    auto before = trim(text_.substr(parent.span.begin, missing.span.begin - parent.span.begin));
    before = before.substr(before.find_last_of(" \t\r\n") + 1);
    return syntax_error(here,
                        before.empty() ? "a value is missing"
                                       : "a value is missing after " + stopgate::quoted(before, 40),
                        "write the value on the same line");
  }
  const auto rest = text_.substr(missing.span.begin);
  const auto gap = text_.substr(0, missing.span.begin)
                       .substr(text_.substr(0, missing.span.begin).find_last_not_of(" \t\r\n") + 1);
  const bool is_line_end =
      gap.find('\n') != std::string_view::npos || trim(rest.substr(0, rest.find('\n'))).empty();
  const auto opener = wanted == "]"                     ? "["
                      : wanted == ")"                   ? "("
                      : wanted == "}" || wanted == "~}" ? "{"
                                                        : "";
  const Node* open = nullptr;
  for (const Node& part : children(parent)) {
    if (open == nullptr && *opener != '\0' && part.kind == NodeKind::Token &&
        raw(part).find(opener) != std::string_view::npos)
      open = &part;
  }
  const auto separators = separators_of(parent);
  if (open != nullptr && (is_line_end || separators.empty()))
    return syntax_error(open->span, stopgate::quoted(raw(*open)) + " is not closed",
                        "add '" + std::string(wanted) + "' where it ends");
  const auto expected = separators.empty() ? stopgate::quoted(wanted) : std::string(separators);
  syntax_error(here, "expected " + expected + ", found " + stopgate::quoted(first_word(trim(rest))),
               "separate values with what is expected, or check the quotes of this line");
}

void Builder::explain_header(const Node& node) {
  auto part = children(node).begin();
  const auto word = raw(*part);
  bool has_labels = false;
  for (++part; part != children(node).end(); ++part) {
    const bool is_label = part->kind == NodeKind::Identifier || part->kind == NodeKind::String ||
                          part->kind == NodeKind::Template;
    if (is_label && raw(*part).ends_with('\n'))
      return syntax_error({part->span.begin, part->span.end - 1},
                          "the string is not closed on its line", "add '\"'");
    has_labels = has_labels || is_label;
    if (!is_label && part->kind != NodeKind::Newline)
      return syntax_error(part->span,
                          "expected '=' after " + stopgate::quoted(word) + ", found " +
                              stopgate::quoted(first_word(raw(*part))),
                          "write 'name = value'");
  }
  const Span at{node.span.begin,
                node.span.begin + static_cast<std::uint32_t>(trim(raw(node)).size())};
  if (has_labels)
    return syntax_error(
        at, "expected '=' or '{' after " + stopgate::quoted(raw(at)),
        "write 'name = value' for an argument; put '{' at the end of this line for a block");
  syntax_error(
      at, "expected '=' or '{' after " + stopgate::quoted(word) + ", found the end of the line",
      "write 'name = value' for an argument, 'name {' for a block");
}

bool Builder::explain_by_what_is_before(Span at) {
  const auto before = text_.substr(0, at.begin);
  const auto text = text_.substr(at.begin);
  if (before.ends_with('/') && text.starts_with('*')) {
    syntax_error({at.begin - 1, at.begin + 1}, "the comment is not closed", "add '*/'");
  } else if (before.ends_with("==") && text.starts_with('=')) {
    syntax_error({at.begin - 2, at.begin + 1}, "unexpected '==='", "write '==' to compare");
  } else if (before.ends_with("...") && !text.starts_with(')')) {
    syntax_error(at, "unexpected " + stopgate::quoted(first_word(text)) + " after '...'",
                 "nothing may follow the expanded argument but ')'");
  } else {
    return false;
  }
  return true;
}

void Builder::explain_unexpected(const Node& node, const Node& parent) {
  if (node.kind == NodeKind::Header) return explain_header(node);
  const auto text = text_.substr(node.span.begin);
  if (text.empty())
    return syntax_error(node.span, "the file ends in the middle of an expression or block",
                        "complete or close what is open");
  Span at{node.span.begin, node.span.begin + static_cast<std::uint32_t>(first_word(text).size())};
  if (explain_by_what_is_before(at)) return;
  if (text[0] == '\n') {
    auto word = trim(text_.substr(0, at.begin));
    word = word.substr(word.find_last_of(" \t\n") + 1);
    return syntax_error(
        at, "the line ends after " + stopgate::quoted(word, 40) + ", where a value is expected",
        std::string(kLineHelp));
  }
  if (is_control(text[0]))
    return syntax_error(at, "unexpected byte " + stopgate::quoted(text.substr(0, 1)),
                        "remove it: only spaces, tabs, newlines and printable characters may stand "
                        "outside of strings");
  if (text[0] == '\\' && (parent.kind == NodeKind::Template || in_quotes(at.begin))) {
    at.end = at.begin + static_cast<std::uint32_t>(std::min<std::size_t>(2, text.size()));
    return syntax_error(
        at, stopgate::quoted(raw(at)) + " is not an escape",
        "write \\n, \\r, \\t, \\\", \\\\, \\uNNNN or \\UNNNNNNNN; a backslash itself is \\\\");
  }
  const auto separators = separators_of(parent);
  if (!separators.empty() && text[0] != '\'' && text[0] != '`' && text[0] != '&' &&
      text[0] != '|') {
    return syntax_error(
        at, "expected " + std::string(separators) + ", found " + stopgate::quoted(first_word(text)),
        "check what stands before it");
  }
  for (const auto& [seen, message, help] : kUnexpected) {
    if (!text.starts_with(seen)) continue;
    at.end = std::max(at.end, at.begin + static_cast<std::uint32_t>(seen.size()));
    return syntax_error(
        at, message.empty() ? "unexpected " + stopgate::quoted(raw(at)) : std::string(message),
        std::string(help));
  }
  syntax_error(at, "unexpected " + stopgate::quoted(first_word(text)),
               "write 'name = value' for an argument, 'name {' for a block");
}

// Whether a quote is open at `offset` on its line.
bool Builder::in_quotes(std::uint32_t offset) const {
  const auto newline = text_.substr(0, offset).rfind('\n');
  const auto line =
      text_.substr(0, offset).substr(newline == std::string_view::npos ? 0 : newline + 1);
  return std::ranges::count(line, '"') % 2 == 1;
}

}  // namespace stopgate::hcl
