#include "review/callers.h"

#include <algorithm>
#include <utility>

namespace stopgate::review {

namespace {

bool is_installed(source::Place place, const source::SourceMap& sources) {
  if (!place.is_known()) return false;
  const auto& path = sources.file(place.file).path();
  return path.starts_with(".terraform/") || path.find("/.terraform/") != std::string::npos;
}

}  // namespace

void point_at_calls(std::vector<finding::Finding>& findings, const source::SourceMap& sources) {
  for (auto& finding : findings) {
    if (!is_installed(finding.place, sources)) continue;
    const auto call = std::ranges::find_if(finding.related, [&](const finding::Related& related) {
      return related.place.is_known() && !is_installed(related.place, sources);
    });
    if (call == finding.related.end()) continue;
    const auto in_module = std::exchange(finding.place, call->place);
    *call = {in_module, "in the module, here"};
  }
}

}  // namespace stopgate::review
