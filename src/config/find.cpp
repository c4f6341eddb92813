#include "config/find.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/limits.h"
#include "config/load.h"

namespace stopgate::config {

const Config& Configs::of_folder(const std::string& folder) {
  if (const auto found = known_.find(folder); found != known_.end()) return found->second;
  // Folders above first, without recursion: how deep they lie is the repository's choice.
  Config merged;
  std::string at;
  for (std::size_t begin = 0;;) {
    const auto known = known_.find(at);
    if (known == known_.end()) {
      const auto inside = at.empty() ? std::string(kFileName) : at + "/" + std::string(kFileName);
      const auto path = top_.empty() ? inside : top_ + "/" + inside;
      if (files_.kind(path) == source::FileKind::Regular) {
        auto text = files_.read(path, Limits{}.file_bytes);
        if (text) {
          auto loaded = load_config(sources_, sources_.add(inside, std::move(*text)), at);
          merged = merge(std::move(merged), std::move(loaded.config));
          std::ranges::move(loaded.diagnostics, std::back_inserter(diagnostics_));
        } else {
          diagnostics_.push_back({.message = "cannot be read: " + text.error().message,
                                  .help = {},
                                  .place = {},
                                  .path = inside});
        }
      }
      known_.emplace(at, merged);
    } else {
      merged = known->second;
    }
    if (at.size() >= folder.size()) return known_.find(folder)->second;
    const auto end = folder.find('/', begin);
    at = folder.substr(0, end);
    begin = end == std::string::npos ? folder.size() : end + 1;
  }
}

void Configs::check(const std::function<source::Diagnostics(const Config&)>& find_mistakes) {
  for (const auto& [folder, config] : known_)
    for (auto& mistake : find_mistakes(config))
      if (std::ranges::find(diagnostics_, mistake) == diagnostics_.end())
        diagnostics_.push_back(std::move(mistake));
}

}  // namespace stopgate::config
