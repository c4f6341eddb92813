#include "report/place.h"

#include <algorithm>

#include "base/text.h"

namespace stopgate::report {

source::Location location_of(source::Place place, const std::string& path,
                             const source::SourceMap& sources) {
  if (place.is_known()) return sources.locate(place);
  return {.file = path};
}

source::Location location_of(const finding::Finding& finding, const source::SourceMap& sources) {
  return location_of(finding.place, finding.path, sources);
}

std::string to_string(const source::Location& location) {
  auto text = printable(location.file, 1000);
  if (location.begin.line > 0)
    text += ":" + std::to_string(location.begin.line) + ":" + std::to_string(location.begin.column);
  return text;
}

SecretPlaces::SecretPlaces(const review::Review& review) {
  for (const auto& finding : review.findings)
    if (finding.is_secret && finding.place.is_known())
      covers_[finding.place.file].push_back(
          {.span = finding.place.span, .furthest = finding.place.span.end});
  for (auto& [file, covers] : covers_) {
    std::ranges::sort(covers, {}, &Cover::span);
    for (std::size_t i = 1; i < covers.size(); ++i)
      covers[i].furthest = std::max(covers[i].furthest, covers[i - 1].furthest);
  }
}

bool SecretPlaces::touches(source::FileId file, source::Span span) const {
  const auto found = covers_.find(file);
  if (found == covers_.end()) return false;
  const auto& covers = found->second;
  const auto begin_of = [](const Cover& cover) { return cover.span.begin; };
  const auto after = std::ranges::upper_bound(covers, span.end, {}, begin_of);
  return after != covers.begin() && (after - 1)->furthest >= span.begin;
}

}  // namespace stopgate::report
