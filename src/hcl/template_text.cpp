#include "hcl/template_text.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include "base/text.h"

namespace stopgate::hcl {
namespace {

constexpr std::string_view kSpaces = " \t\n\v\f\r";

char32_t hexadecimal(std::string_view digits) {
  std::uint32_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
  return value;
}

// A backslash and what follows it: appends the character meant and gives the length of the escape.
std::size_t append_escape(std::string_view text, std::size_t at, Unescaped& out) {
  switch (text[at + 1]) {
    case 'n':
      out.text += '\n';
      return 2;
    case 'r':
      out.text += '\r';
      return 2;
    case 't':
      out.text += '\t';
      return 2;
    case 'u':
    case 'U': {
      const std::size_t digits = text[at + 1] == 'u' ? 4 : 8;
      const auto code_point = hexadecimal(text.substr(at + 2, digits));
      if ((code_point >= 0xD800 && code_point <= 0xDFFF) || code_point > 0x10FFFF)
        out.surrogate = at;
      append_utf8(out.text, code_point);
      return digits + 2;
    }
    default:
      out.text += text[at + 1];
      return 2;
  }
}

std::size_t leading_spaces(std::string_view line) {
  return std::min(line.find_first_not_of(kSpaces), line.size());
}

// Calls visit(line) for each line of the text with its newline.
template <typename Visit>
void for_each_line(std::string_view text, Visit visit) {
  while (!text.empty()) {
    const auto newline = text.find('\n');
    const auto size = newline == std::string_view::npos ? text.size() : newline + 1;
    visit(text.substr(0, size));
    text.remove_prefix(size);
  }
}

// Calls visit(line, begins) for each piece of a line in the parts: `begins` where it is the line's
// start. Sequences are visited as an empty line.
template <typename Visit>
void for_each_piece(const std::vector<TemplatePart>& parts, Visit visit) {
  bool begins = true;
  for (const auto& part : parts) {
    if (part.kind != TemplatePart::Kind::Text) {
      visit(std::string_view{}, begins);
      begins = false;
      continue;
    }
    for_each_line(part.text, [&](std::string_view line) {
      visit(line, begins);
      begins = line.ends_with('\n');
    });
  }
}

bool is_blank(std::string_view line) {
  return line.ends_with('\n') && leading_spaces(line) == line.size();
}

}  // namespace

bool has_escape(std::string_view text, Quoting quoting) {
  if (quoting == Quoting::Quoted && text.find('\\') != std::string_view::npos) return true;
  return text.find("$${") != std::string_view::npos || text.find("%%{") != std::string_view::npos;
}

Unescaped unescape(std::string_view text, Quoting quoting) {
  Unescaped out;
  out.text.reserve(text.size());
  std::size_t at = 0;
  while (at < text.size()) {
    const auto rest = text.substr(at);
    if (rest.starts_with("$${") || rest.starts_with("%%{")) {
      out.text += rest.substr(1, 2);
      at += 3;
    } else if (quoting == Quoting::Quoted && rest[0] == '\\' && rest.size() > 1) {
      at += append_escape(text, at, out);
    } else {
      out.text += rest[0];
      ++at;
    }
  }
  return out;
}

std::string_view trim_front(std::string_view text, Quoting quoting) {
  const auto newline = text.find('\n');
  const bool is_cut = quoting == Quoting::Heredoc && newline != std::string_view::npos;
  const auto reach = is_cut ? newline + 1 : text.size();
  text.remove_prefix(std::min(leading_spaces(text), reach));
  return text;
}

std::string_view trim_back(std::string_view text, Quoting quoting) {
  std::size_t first = 0;
  if (quoting == Quoting::Heredoc && text.size() > 1) {
    // The newline that ends the text is part of its last line.
    const auto before = text.rfind('\n', text.size() - 2);
    first = before == std::string_view::npos ? 0 : before + 1;
  }
  const auto last = text.find_last_not_of(kSpaces);
  return text.substr(0, std::max(first, last == std::string_view::npos ? 0 : last + 1));
}

void remove_indentation(std::vector<TemplatePart>& parts, Arena& arena) {
  auto shared = std::numeric_limits<std::size_t>::max();
  for_each_piece(parts, [&](std::string_view line, bool begins) {
    if (begins && !is_blank(line)) shared = std::min(shared, leading_spaces(line));
  });
  if (shared == 0 || shared == std::numeric_limits<std::size_t>::max()) return;
  bool begins = true;
  for (auto& part : parts) {
    if (part.kind != TemplatePart::Kind::Text) {
      begins = false;
      continue;
    }
    std::string text;
    text.reserve(part.text.size());
    for_each_line(part.text, [&](std::string_view line) {
      text += begins && !is_blank(line) ? line.substr(shared) : line;
      begins = line.ends_with('\n');
    });
    part.text = arena.copy(text);
  }
}

void join_text(std::vector<TemplatePart>& parts, Arena& arena) {
  std::size_t kept = 0;
  for (std::size_t at = 0; at < parts.size();) {
    auto& part = parts[kept++] = parts[at++];
    if (part.kind != TemplatePart::Kind::Text) continue;
    if (at == parts.size() || parts[at].kind != TemplatePart::Kind::Text) continue;
    std::string text(part.text);
    for (; at < parts.size() && parts[at].kind == TemplatePart::Kind::Text; ++at) {
      text += parts[at].text;
      part.span.end = parts[at].span.end;
    }
    part.text = arena.copy(text);
  }
  parts.resize(kept);
}

}  // namespace stopgate::hcl
