#include "report/fix_lines.h"

#include <algorithm>

#include "base/text.h"

namespace stopgate::report {

namespace {

// The lines that an edit touches, with the last line's break, in bytes. An edit that ends with a
// line break ends on that line.
source::Span lines_of(const finding::Edit& edit, std::string_view text) {
  const auto before = text.substr(0, edit.place.span.begin).rfind('\n');
  const auto begin = before == std::string_view::npos ? 0 : before + 1;
  const auto end = edit.place.span.end;
  const bool is_whole = end > edit.place.span.begin && text[end - 1] == '\n';
  auto after = is_whole ? end - 1 : text.find('\n', end);
  after = after == std::string_view::npos ? text.size() : after + 1;
  return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(after)};
}

std::vector<std::string> lines(std::string_view text) {
  std::vector<std::string> out;
  if (text.ends_with('\n')) text.remove_suffix(1);
  for (auto line : split(text, '\n')) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    out.emplace_back(line);
  }
  return out;
}

bool fits(const finding::Edit& edit, const source::SourceMap& sources) {
  const auto& [file, span] = edit.place;
  return edit.place.is_known() && span.begin <= span.end &&
         span.end <= sources.file(file).text().size();
}

}  // namespace

std::vector<finding::Edit> sorted_edits(const finding::Fix& fix) {
  auto edits = fix.edits;
  std::ranges::stable_sort(edits, {}, &finding::Edit::place);
  return edits;
}

bool is_offered(const finding::Fix& fix, const source::SourceMap& sources,
                const SecretPlaces& secrets) {
  const auto edits = sorted_edits(fix);
  for (std::size_t i = 0; i < edits.size(); ++i) {
    const auto& place = edits[i].place;
    if (!fits(edits[i], sources)) return false;
    if (i > 0 && edits[i - 1].place.file == place.file &&
        edits[i - 1].place.span.end > place.span.begin)
      return false;
    if (secrets.touches(place.file, lines_of(edits[i], sources.file(place.file).text())))
      return false;
  }
  return !edits.empty();
}

std::vector<LineChange> line_changes(const finding::Fix& fix, const source::SourceMap& sources,
                                     const SecretPlaces& secrets) {
  if (!is_offered(fix, sources, secrets)) return {};
  const auto edits = sorted_edits(fix);
  std::vector<LineChange> out;
  for (std::size_t i = 0; i < edits.size();) {
    const auto& file = sources.file(edits[i].place.file);
    auto whole = lines_of(edits[i], file.text());
    std::string made;
    auto at = whole.begin;
    const auto first = i;
    for (; i < edits.size() && edits[i].place.file == edits[first].place.file; ++i) {
      const auto touched = lines_of(edits[i], file.text());
      if (i > first && touched.begin >= whole.end) break;
      whole.end = std::max(whole.end, touched.end);
      made += file.text({at, edits[i].place.span.begin});
      made += edits[i].text;
      at = edits[i].place.span.end;
    }
    made += file.text({at, whole.end});
    out.push_back(
        {.file = edits[first].place.file,
         .first_line = file.position(whole.begin).line,
         .removed = whole.size() == 0 ? std::vector<std::string>{} : lines(file.text(whole)),
         .added = made.empty() ? std::vector<std::string>{} : lines(made)});
  }
  return out;
}

}  // namespace stopgate::report
