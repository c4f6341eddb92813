#include "yaml/splitter.h"

#include <algorithm>

namespace stopgate::yaml {

namespace {

using source::Span;

constexpr std::string_view kSeparator = "---";
constexpr std::string_view kBlanks = " \t\r\n\v\f";

Span span(std::size_t begin, std::size_t end) {
  return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

// The first line at or after `at`, itself the start of a line, that starts with `---`.
std::size_t find_separator(std::string_view text, std::size_t at) {
  if (text.substr(at).starts_with(kSeparator)) return at;
  const auto found = text.find("\n---", at);
  return found == std::string_view::npos ? text.size() : found + 1;
}

// The `}` that closes the `{` at `at`, as JSON counts; nothing is known about comments or single
// quotes.
std::size_t find_object_end(std::string_view text, std::size_t at) {
  std::size_t depth = 0;
  for (; at < text.size(); ++at) {
    if (text[at] == '{') ++depth;
    if (text[at] == '}' && --depth == 0) return at + 1;
    if (text[at] == '"')
      for (++at; at < text.size() && text[at] != '"'; ++at)
        if (text[at] == '\\') ++at;
  }
  return std::string_view::npos;
}

}  // namespace

Split split_documents(std::string_view text) {
  Split out;
  std::size_t begin = 0;  // of the document being collected
  std::size_t at = 0;     // start of a line
  while (at < text.size()) {
    const auto separator = find_separator(text, at);
    if (separator == text.size()) break;
    const auto line_end = std::min(text.find('\n', separator), text.size());
    const auto next_line = std::min(line_end + 1, text.size());
    const auto after =
        std::min(text.find_first_not_of(kBlanks, separator + kSeparator.size()), line_end);
    const bool is_bad = after < line_end && text[after] != '#';
    if (is_bad) out.bad_separators.push_back(span(after, line_end));
    if (separator > begin) out.documents.push_back(span(begin, separator));
    // `--- {a: 1}` is refused and read all the same, so that what it says is still looked at.
    const bool keeps_line = is_bad ? after > separator + kSeparator.size() : separator == begin;
    begin = keeps_line ? separator : next_line;
    at = next_line;
  }
  if (begin < text.size()) out.documents.push_back(span(begin, text.size()));
  return out;
}

bool starts_json_object(std::string_view text) {
  const auto first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos || text[first] != '{') return false;
  const auto next = text.find_first_not_of(kBlanks, first + 1);
  return next != std::string_view::npos && (text[next] == '"' || text[next] == '}');
}

std::vector<Span> split_json_objects(std::string_view text, std::uint32_t offset) {
  std::vector<Span> out;
  std::size_t begin = 0;
  while (starts_json_object(text.substr(begin))) {
    const auto end = find_object_end(text, text.find('{', begin));
    if (end == std::string_view::npos || !starts_json_object(text.substr(end))) break;
    out.push_back(span(offset + begin, offset + end));
    begin = end;
  }
  out.push_back(span(offset + begin, offset + text.size()));
  return out;
}

std::size_t skip_to_content(std::string_view text, std::size_t at) {
  while (true) {
    at = text.find_first_not_of(kBlanks, at);
    if (at == std::string_view::npos) return text.size();
    const bool is_line_start = at == 0 || text[at - 1] == '\n';
    if (text[at] == '#') {
      at = std::min(text.find('\n', at), text.size());
    } else if (is_line_start && text.substr(at).starts_with("...") &&
               (at + 3 == text.size() || kBlanks.find(text[at + 3]) != std::string_view::npos)) {
      at += 3;
    } else {
      return at;
    }
  }
}

}  // namespace stopgate::yaml
