#include "forge/changed_lines.h"

#include <charconv>

#include "base/text.h"

namespace stopgate::forge {

namespace {

// "a/x y" or, with odd characters, "\"a/x\\tz\"" as git quotes it.
std::string unquoted(std::string_view text) {
  text = trim(text);
  if (!text.starts_with('"')) return std::string(text.substr(0, text.find('\t')));
  std::string out;
  for (std::size_t i = 1; i < text.size() && text[i] != '"'; ++i) {
    if (text[i] != '\\' || i + 1 >= text.size()) {
      out += text[i];
      continue;
    }
    const char c = text[++i];
    if (c >= '0' && c <= '3' && i + 2 < text.size()) {
      unsigned value = 0;
      std::from_chars(text.data() + i, text.data() + i + 3, value, 8);
      out += static_cast<char>(value);
      i += 2;
    } else {
      out += c == 'n' ? '\n' : c == 't' ? '\t' : c;
    }
  }
  return out;
}

// Without "a/" or "b/"; empty for /dev/null.
std::string path_of(std::string_view line) {
  auto name = unquoted(line);
  if (name == "/dev/null") return {};
  return name.starts_with("a/") || name.starts_with("b/") ? name.substr(2) : name;
}

std::uint32_t number_after(std::string_view text, char sign) {
  const auto at = text.find(sign);
  std::uint32_t out = 0;
  if (at != std::string_view::npos)
    std::from_chars(text.data() + at + 1, text.data() + text.size(), out);
  return out;
}

}  // namespace

ChangedLines ChangedLines::parse(std::string_view diff) {
  ChangedLines out;
  std::string old_path;
  ShownFile* file = nullptr;
  std::uint32_t old_line = 0;
  std::uint32_t new_line = 0;
  bool is_in_hunk = false;
  for (const auto line : split(diff, '\n')) {
    if (line.starts_with("diff --git ")) {
      file = nullptr;
      is_in_hunk = false;
    } else if (!is_in_hunk && line.starts_with("--- ")) {
      old_path = path_of(line.substr(4));
    } else if (!is_in_hunk && line.starts_with("+++ ")) {
      const auto path = path_of(line.substr(4));
      file = path.empty() ? nullptr : &out.add(path);
      if (file != nullptr) file->old_path = old_path.empty() ? path : old_path;
    } else if (line.starts_with("@@ ")) {
      old_line = number_after(line, '-');
      new_line = number_after(line, '+');
      is_in_hunk = true;
    } else if (is_in_hunk && file != nullptr && line.starts_with('+')) {
      file->lines[new_line] = {.old_line = 0, .new_line = new_line, .is_added = true};
      ++new_line;
    } else if (is_in_hunk && file != nullptr && line.starts_with(' ')) {
      file->lines[new_line] = {.old_line = old_line, .new_line = new_line};
      ++old_line;
      ++new_line;
    } else if (is_in_hunk && line.starts_with('-')) {
      ++old_line;
    }
  }
  return out;
}

const ShownFile* ChangedLines::file(std::string_view path) const {
  const auto found = files_.find(path);
  return found == files_.end() ? nullptr : &found->second;
}

std::optional<ShownLine> ChangedLines::line(std::string_view path, std::uint32_t number) const {
  const auto* found = file(path);
  if (found == nullptr) return std::nullopt;
  if (found->is_whole) return ShownLine{.old_line = 0, .new_line = number, .is_added = true};
  const auto at = found->lines.find(number);
  return at == found->lines.end() ? std::nullopt : std::optional(at->second);
}

}  // namespace stopgate::forge
