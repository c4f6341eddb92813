#include "workflow/placed_text.h"

#include <algorithm>

#include "yaml/reader.h"

namespace stopgate::workflow {

namespace {

// Finding a place in a quoted or folded scalar costs its length: long ones keep the scalar's.
constexpr std::size_t kLongestDecoded = 4096;

std::string_view take_line(std::string_view& rest) {
  const auto end = rest.find('\n');
  auto line = rest.substr(0, end);
  rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

}  // namespace

PlacedText PlacedText::of_scalar(const source::SourceMap& sources, const value::Node& node) {
  PlacedText out;
  out.sources_ = &sources;
  out.place_ = node.place;
  out.text_ = node.value.string_if().value_or("");
  if (!node.place.is_known()) return out;
  const auto written = sources.file(node.place.file).text(node.place.span);
  if (written.starts_with('|'))
    out.map_block_lines(written);
  else if (written == out.text_)
    out.lines_.push_back({0, node.place.span.begin});
  return out;
}

PlacedText PlacedText::of_source(const source::SourceMap& sources, source::Place place) {
  PlacedText out;
  out.sources_ = &sources;
  out.place_ = place;
  out.text_ = sources.file(place.file).text(place.span);
  out.lines_.push_back({0, place.span.begin});
  return out;
}

// A literal block has the lines of its value, each behind its indent.
void PlacedText::map_block_lines(std::string_view written) {
  auto rest = written;
  static_cast<void>(take_line(rest));
  auto value = text_;
  while (!value.empty()) {
    const auto at = static_cast<std::size_t>(value.data() - text_.data());
    const auto line = take_line(value);
    const auto* const start = rest.data();
    const auto source_line = take_line(rest);
    if (!source_line.ends_with(line)) {
      lines_.clear();
      return;
    }
    const auto offset =
        static_cast<std::size_t>(start - written.data()) + source_line.size() - line.size();
    lines_.push_back({at, place_.span.begin + static_cast<std::uint32_t>(offset)});
  }
}

source::Place PlacedText::place(std::size_t begin, std::size_t end) const {
  if (!place_.is_known()) return {};
  const auto written = [&](std::size_t offset) {
    const auto after = std::ranges::upper_bound(lines_, offset, {}, &Line::begin);
    const auto& line = *std::prev(after);
    return std::min(line.written + static_cast<std::uint32_t>(offset - line.begin),
                    place_.span.end);
  };
  const auto last = end > begin ? end - 1 : begin;
  if (!lines_.empty())
    return {place_.file, {written(begin), written(last) + (end > begin ? 1U : 0U)}};
  if (text_.size() > kLongestDecoded) return place_;
  const auto first = yaml::place_in_scalar(*sources_, place_, begin);
  const auto final = yaml::place_in_scalar(*sources_, place_, last);
  return {place_.file, {first.span.begin, std::max(first.span.end, final.span.end)}};
}

}  // namespace stopgate::workflow
