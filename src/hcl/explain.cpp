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

// The longer of two that start alike stands first. An empty message says what was found.
constexpr auto kUnexpected = std::to_array<Explanation>({
    {"'", "a string is in single quotes", "write it in double quotes"},
    {"`", "a string is in backticks", "write it in double quotes, or as a heredoc"},
    {"/*", "the comment is not closed", "add '*/'"},
    {"===", "", "write '==' to compare"},
    {"=>", "", "'=>' stands only in { for key, value in map : key => value }"},
    {"?\?", "", "there is no '?\?': write coalesce(a, b), or a != null ? a : b"},
    {"?", "", "an expression ends with its line: put it in parentheses to go on in the next"},
    {"&&", "", "an operator stands between two values; to go on in the next line, put the expression in parentheses"},
    {"||", "", "an operator stands between two values; to go on in the next line, put the expression in parentheses"},
    {"&", "", "write '&&' for a logical and"},
    {"|", "", "write '||' for a logical or"},
    {"++", "", "there is no '++': write + 1"},
    {";", "", "arguments end with a newline"},
    {",", "", "arguments end with a newline, not with a comma"},
    {"}", "", "nothing is open here that it could close: remove it, or look for a '}' too many above"},
    {"]", "", "nothing is open here that it could close"},
    {")", "", "nothing is open here that it could close"},
    {"{", "", "the '{' of a block stands on the line of the block's name; an object stands after '='"},
    {"\"", "the string is not closed on its line, or stands where no value is expected", "check the quotes of this line"},
    {"\\", "a backslash stands outside of a string", "remove it: a line needs no mark to go on inside parentheses"},
    {"<<", "the heredoc does not start with a marker and a newline", "write << and a name, and nothing after it on the line"},
    {"^", "", "there is no such operator"},
    {"~", "", "'~' stands only in '${~', '~}' and '%{~'"},
    {"@", "", "there is no such operator"},
    {"\r", "a carriage return stands without a newline", "end lines with a newline, or with both"},
});

// The piece of text that a reader would call the culprit.
std::string_view first_word(std::string_view text) {
  constexpr std::string_view kEnds = " \t\r\n,;(){}[]\"'`";
  if (text.empty()) return text;
  const auto end = text.find_first_of(kEnds, 1);
  const bool is_punctuation = kEnds.find(text[0]) != std::string_view::npos;
  return text.substr(0, is_punctuation ? 1 : std::min(end, text.size()));
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' && c != '\r'; }

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
    message = "more than " + std::to_string(limits_.diagnostics) + " problems: the rest of this file's is not shown";
    help = "correct those above first";
  }
  diagnostics_.push_back({.message = std::move(message), .help = std::move(help), .place = {excerpt_.file, place(at)}, .path = {}});
}

Name Builder::name(Span at) {
  const auto text = raw(at);
  if (const auto bad = find_invalid_character(text)) {
    const auto begin = at.begin + static_cast<std::uint32_t>(*bad);
    error({begin, at.end}, "name " + stopgate::quoted(text) + " has a character that names may not have", "use letters, digits, '_' and '-'");
  }
  return {intern(text), place(at)};
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
    if (inner == nullptr) return explain_unexpected(*at);
    parent = at;
    at = inner;
  }
  if (at->is_missing) {
    explain_missing(*at, *parent);
  } else {
    explain_unexpected(*at);
  }
}

void Builder::explain_missing(const Node& missing, const Node& parent) {
  const auto wanted = symbol_name(missing.symbol);
  const Span here{missing.span.begin, missing.span.begin};
  const Node& open = parent.descendants > 0 ? *children(parent).begin() : parent;
  const auto opener = raw(open);
  if (wanted == "identifier" || wanted == "number") {
    std::string_view before = trim(text_.substr(parent.span.begin, missing.span.begin - parent.span.begin));
    before = before.substr(before.find_last_of(" \t\r\n") + 1);
    return error(here, before.empty() ? "a value is missing" : "a value is missing after " + stopgate::quoted(before, 40),
                 "write it on the same line, or put the expression in parentheses to go on in the next");
  }
  if (wanted == "]" || wanted == ")" || wanted == "}" || wanted == "~}") {
    const bool is_bracket = opener == "[" || opener == "(" || opener == "{" || opener.starts_with("${") || opener.starts_with("%{");
    return error(is_bracket ? open.span : here, is_bracket ? stopgate::quoted(opener) + " is not closed" : "expected " + stopgate::quoted(wanted),
                 "add '" + std::string(wanted) + "' where it ends");
  }
  error(here, "expected " + stopgate::quoted(wanted) + ", found " + stopgate::quoted(first_word(text_.substr(here.begin))), {});
}

void Builder::explain_header(const Node& node) {
  const Node& first = *children(node).begin();
  const auto word = raw(first);
  std::size_t labels = 0;
  for (const Node& child : children(node)) labels += child.kind == NodeKind::Newline ? 0 : 1;
  const auto line_end = trim(raw(node)).size() + node.span.begin;
  const Span at{node.span.begin, static_cast<std::uint32_t>(line_end)};
  if (labels > 1) return error(at, "block " + stopgate::quoted(word) + " has no '{' on the line of its name", "put '{' at the end of this line");
  error(at, "expected '=' or '{' after " + stopgate::quoted(word) + ", found the end of the line", "write 'name = value' for an argument, 'name {' for a block");
}

void Builder::explain_unexpected(const Node& node) {
  if (node.kind == NodeKind::Header) return explain_header(node);
  // The error may start with what was read in vain: its first own token is what did not fit, unless
  // nothing else is there.
  Span at = node.span;
  const auto text = text_.substr(at.begin);
  if (text.empty()) return error(at, "the file ends in the middle of an expression or block", "complete or close what is open");
  at.end = at.begin + static_cast<std::uint32_t>(first_word(text).size());
  if (text[0] == '\n') return error(at, "expected more on this line", "an expression ends with its line: put it in parentheses to go on in the next");
  if (is_control(text[0])) return error(at, "unexpected byte " + stopgate::quoted(text.substr(0, 1)), "remove it: only a newline, a tab and printable characters may stand outside of strings");
  for (const auto& [seen, message, help] : kUnexpected) {
    if (!text.starts_with(seen)) continue;
    at.end = std::max(at.end, at.begin + static_cast<std::uint32_t>(seen.size()));
    return error(at, message.empty() ? "unexpected " + stopgate::quoted(text.substr(0, at.end - at.begin)) : std::string(message), std::string(help));
  }
  error(at, "unexpected " + stopgate::quoted(first_word(text)), "write 'name = value' for an argument, 'name {' for a block");
}

}  // namespace stopgate::hcl
