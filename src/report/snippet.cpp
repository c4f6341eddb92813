#include "report/snippet.h"

#include <algorithm>
#include <string_view>

#include "base/text.h"

namespace stopgate::report {

namespace {

constexpr std::size_t kTabStop = 4;
constexpr std::size_t kShownLines = 3;
constexpr std::string_view kMask = "••••";

// One character of source as it is shown, and where its bytes are.
struct Cell {
  std::string text;
  std::size_t width = 0;
  std::size_t byte = 0;
};

bool continues(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

// The cells of bytes [from, to) of the line; `from` and `to` are moved to whole characters.
std::vector<Cell> cells_of(std::string_view line, std::size_t from, std::size_t to) {
  while (from > 0 && continues(line[from])) --from;
  while (to < line.size() && continues(line[to])) ++to;
  std::vector<Cell> cells;
  std::size_t column = 0;
  for (std::size_t at = from; at < to;) {
    auto next = at + 1;
    while (next < to && continues(line[next])) ++next;
    Cell cell{.byte = at};
    if (line[at] == '\t') {
      cell.width = kTabStop - column % kTabStop;
      cell.text.assign(cell.width, ' ');
    } else {
      cell.text = printable(line.substr(at, next - at));
      cell.width = display_width(cell.text);
    }
    column += cell.width;
    cells.push_back(std::move(cell));
    at = next;
  }
  return cells;
}

std::size_t width_of(const std::vector<Cell>& cells, std::size_t from, std::size_t to) {
  std::size_t width = 0;
  for (auto i = from; i < to; ++i) width += cells[i].width;
  return width;
}

struct Window {
  std::size_t from = 0;
  std::size_t to = 0;
  bool cut_front = false;
  bool cut_back = false;
};

// The cells to show: all, or so many that the mark stands in the first half.
Window window_of(const std::vector<Cell>& cells, std::size_t mark, bool cut_front, bool cut_back,
                 std::size_t columns) {
  Window window{.to = cells.size(), .cut_front = cut_front, .cut_back = cut_back};
  if (!cut_front && !cut_back && width_of(cells, 0, cells.size()) <= columns) return window;
  if (cut_front || width_of(cells, 0, mark) > columns / 2) {
    window.from = mark;
    for (std::size_t width = 0;
         window.from > 0 && width + cells[window.from - 1].width < columns / 3; --window.from)
      width += cells[window.from - 1].width;
    window.cut_front = window.cut_front || window.from > 0;
  }
  window.to = window.from;
  for (std::size_t width = 2; window.to < cells.size() && width + cells[window.to].width <= columns;
       ++window.to)
    width += cells[window.to].width;
  window.cut_back = window.cut_back || window.to < cells.size();
  return window;
}

// The line with the bytes [begin, end) of it marked.
SnippetLine show(std::string_view line, std::uint32_t number, std::size_t begin, std::size_t end,
                 std::size_t columns) {
  begin = std::min(begin, line.size());
  end = std::clamp(end, begin, line.size());
  // No more bytes than could be shown are looked at: a line may have a megabyte.
  const auto reach = columns * 4;
  const auto from = begin > reach ? begin - reach : 0;
  const auto to = std::min(line.size(), begin + reach);
  const auto cells = cells_of(line, from, to);
  const auto index_of = [&](std::size_t byte) {
    return static_cast<std::size_t>(std::ranges::lower_bound(cells, byte, {}, &Cell::byte) -
                                    cells.begin());
  };
  const auto window = window_of(cells, index_of(begin), from > 0, to < line.size(), columns);

  SnippetLine shown{.number = number};
  std::size_t column = 0;
  if (window.cut_front) {
    shown.text = "…";
    column = 1;
  }
  shown.mark_begin = column;
  for (auto i = window.from; i < window.to; ++i) {
    if (cells[i].byte < begin)
      shown.mark_begin += cells[i].width;
    else if (cells[i].byte < end)
      shown.mark_width += cells[i].width;
    shown.text += cells[i].text;
  }
  if (window.cut_back) shown.text += "…";
  shown.text.erase(shown.text.find_last_not_of(' ') + 1);
  shown.mark_width = std::max<std::size_t>(shown.mark_width, 1);
  return shown;
}

// Length of "  password = " or "- \"password\": ": what may be shown of a line that holds a secret.
// A line of any other shape may begin with the secret itself ("aGVsbG8=").
std::size_t key_length(std::string_view line) {
  const auto skip = [&](std::size_t at, std::string_view characters) {
    return std::min(line.find_first_not_of(characters, at), line.size());
  };
  constexpr std::string_view kName =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";
  const auto name = skip(0, " \t-\"'");
  auto at = skip(name, kName);
  if (at == name) return 0;
  at = skip(at, "\"'");
  const auto blanks = skip(at, " \t");
  if (blanks > at && line.substr(blanks, 2) == "= ") return blanks + 2;
  if (line.substr(at, 2) == ": ") return at + 2;
  return 0;
}

SnippetLine show_masked(std::string_view line, std::uint32_t number, std::size_t columns) {
  auto kept = key_length(line);
  if (kept == 0) kept = std::min(line.find_first_not_of(" \t"), line.size());
  if (kept > columns / 2) kept = 0;
  const auto text = std::string(line.substr(0, kept)) + std::string(kMask);
  return show(text, number, kept, text.size(), columns);
}

}  // namespace

Snippet snippet_of(source::Place place, const source::SourceMap& sources,
                   const SecretPlaces& secrets, std::size_t columns) {
  if (!place.is_known()) return {};
  const auto& file = sources.file(place.file);
  const auto size = file.text().size();
  const auto begin = std::min<std::size_t>(place.span.begin, size);
  auto end = std::clamp<std::size_t>(place.span.end, begin, size);
  // A span that ends with a line break ends on that line.
  while (end > begin && (file.text()[end - 1] == '\n' || file.text()[end - 1] == '\r')) --end;
  const auto first = file.position(static_cast<std::uint32_t>(begin)).line;
  // Blanks alone are nothing to see: a stand-in for a file, perhaps.
  if (size > 0 && trim(file.line(first)).empty()) return {};
  const auto last = file.position(static_cast<std::uint32_t>(end)).line;
  const std::size_t total = last - first + std::size_t{1};
  const std::size_t shown = total <= kShownLines ? total : 1;

  Snippet snippet{.lines_left_out = total - shown};
  for (std::size_t i = 0; i < shown; ++i) {
    const auto number = static_cast<std::uint32_t>(first + i);
    const auto line = file.line(number);
    // The line is a view into the file's text; an empty one past the end has no place there.
    const auto line_begin =
        line.empty() ? begin : static_cast<std::size_t>(line.data() - file.text().data());
    const source::Span whole{.begin = static_cast<std::uint32_t>(line_begin),
                             .end = static_cast<std::uint32_t>(line_begin + line.size())};
    if (secrets.touches(place.file, whole)) {
      snippet.lines.push_back(show_masked(line, number, columns));
      continue;
    }
    const auto indent = std::min(line.find_first_not_of(" \t"), line.size());
    const auto mark_begin = i == 0 ? begin - std::min(begin, line_begin) : indent;
    snippet.lines.push_back(
        show(line, number, mark_begin, end - std::min(end, line_begin), columns));
  }
  return snippet;
}

}  // namespace stopgate::report
