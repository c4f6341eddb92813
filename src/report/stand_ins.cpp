#include "report/stand_ins.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "report/json_members.h"

namespace stopgate::report {

namespace {

using Json = nlohmann::json;

constexpr std::uint32_t kLines = 200'000;
constexpr std::uint32_t kColumns = 200;
constexpr std::size_t kStandInBytes = 64U << 20U;

struct Range {
  std::uint32_t line = 0, column = 0, end_line = 0, end_column = 0;
};

// Columns matter less than memory where a file claims to be long.
std::size_t width_of(std::uint32_t lines) {
  return lines > 10'000 ? 80 : kColumns;
}

Range range_of(const Json& location) {
  Range out{number_at(location, "line", kLines), number_at(location, "column", kColumns),
            number_at(location, "end_line", kLines), number_at(location, "end_column", kColumns)};
  if (out.line == 0) return {};
  out.column = std::max(out.column, 1U);
  out.end_line = std::max(out.end_line, out.line);
  out.end_column = std::max(out.end_column, out.end_line == out.line ? out.column : 1U);
  return out;
}

}  // namespace

void StandIns::see(const Json& location) {
  const auto file = text_at(location, "file", kPathBytes);
  if (file.empty()) return;
  auto& lines = lines_[file];
  lines = std::max(lines, range_of(location).end_line);
}

void StandIns::make() {
  std::size_t spent = 0;
  for (auto& [file, lines] : lines_) {
    std::string text;
    const std::size_t width = width_of(lines);
    spent += lines * (width + 1);
    if (spent > kStandInBytes) lines = 0;  // named without a line
    if (lines > 0) {
      text.assign(lines * (width + 1), ' ');
      for (std::size_t i = 0; i < lines; ++i) text[i * (width + 1) + width] = '\n';
    }
    files_.emplace(file, sources_.add(file, std::move(text)));
  }
}

source::Place StandIns::place(const Json& location) const {
  const auto range = range_of(location);
  const auto found = files_.find(text_at(location, "file", kPathBytes));
  if (found == files_.end() || range.line == 0 || lines_.at(found->first) == 0) return {};
  const auto width = static_cast<std::uint32_t>(width_of(lines_.at(found->first)));
  const auto offset = [&](std::uint32_t line, std::uint32_t column) {
    return (line - 1) * (width + 1) + std::min(column - 1, width);
  };
  return {.file = found->second,
          .span = {.begin = offset(range.line, range.column),
                   .end = offset(range.end_line, range.end_column)}};
}

}  // namespace stopgate::report
