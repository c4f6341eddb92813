#include "report/paint.h"

#include <algorithm>

#include "base/text.h"

namespace stopgate::report {

namespace {

constexpr std::size_t kLines = 30;  // of one paragraph

std::string_view code_of(Tone tone) {
  switch (tone) {
    case Tone::Plain:
      return "";
    case Tone::Bold:
      return "1";
    case Tone::Dim:
      return "2";
    case Tone::Red:
      return "31";
    case Tone::Yellow:
      return "33";
    case Tone::Green:
      return "32";
    case Tone::Cyan:
      return "36";
    case Tone::Alarm:
      return "1;31";
  }
  return "";
}

}  // namespace

Tone tone_of(finding::Severity severity) {
  switch (severity) {
    case finding::Severity::Info:
      return Tone::Dim;
    case finding::Severity::Low:
      return Tone::Cyan;
    case finding::Severity::Medium:
      return Tone::Yellow;
    case finding::Severity::High:
      return Tone::Red;
    case finding::Severity::Critical:
      return Tone::Alarm;
  }
  return Tone::Plain;
}

std::string Paint::operator()(Tone tone, std::string_view text) const {
  if (colors_ == Colors::Never || tone == Tone::Plain || text.empty()) return std::string(text);
  return "\x1b[" + std::string(code_of(tone)) + "m" + std::string(text) + "\x1b[0m";
}

std::string paragraph(std::string_view text, std::size_t width, std::size_t indent,
                      std::size_t limit) {
  std::string out;
  const std::string margin = "\n" + std::string(indent, ' ');
  text = trim(text);
  // Cut before the work, so that a megabyte costs what a page costs.
  bool is_cut = text.size() > limit;
  std::size_t lines = 0;
  for (const auto line : split(text.substr(0, limit), '\n')) {
    if (++lines > kLines) {
      is_cut = true;
      break;
    }
    if (!out.empty()) out += margin;
    // Code keeps the indentation it was written with.
    const auto content = trim(line);
    const auto blanks = std::min<std::size_t>(content.empty() ? 0 : line.find(content), 40);
    out.append(blanks, ' ');
    auto column = indent + blanks;
    bool is_first = true;
    for (const auto piece : split(content, ' ')) {
      if (piece.empty()) continue;
      const auto word = printable(piece, limit);
      const auto wide = display_width(word);
      if (!is_first) {
        const bool fits = width == 0 || column + 1 + wide <= width;
        out += fits ? " " : margin;
        column = fits ? column + 1 : indent;
      }
      out += word;
      column += wide;
      is_first = false;
    }
  }
  return is_cut ? out + "…" : out;
}

}  // namespace stopgate::report
