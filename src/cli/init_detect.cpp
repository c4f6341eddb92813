#include "cli/init_detect.h"

#include <algorithm>

#include "base/limits.h"
#include "base/text.h"
#include "model/walk.h"

namespace stopgate::cli {

namespace {

using source::FileKind;

constexpr std::uint64_t kHeadBytes = 1U << 20U;
constexpr std::size_t kManifests = 200;

// A remote's address names the forge more often than not.
void read_remotes(const source::FileSystem& files, Repository& out) {
  const auto config = files.read(out.top + "/.git/config", kHeadBytes);
  if (!config) return;
  for (const auto line : split(*config, '\n')) {
    const auto text = trim(line);
    if (!text.starts_with("url")) continue;
    const auto url = to_lower(text);
    out.has_github = out.has_github || url.find("github") != std::string::npos;
    out.has_gitlab = out.has_gitlab || url.find("gitlab") != std::string::npos;
  }
}

bool holds_objects(const source::FileSystem& files, const std::vector<std::string>& manifests) {
  std::size_t read = 0;
  return std::ranges::any_of(manifests, [&](const std::string& path) {
    if (++read > kManifests) return false;
    const auto text = files.read(path, kHeadBytes);
    return text &&
           (text->starts_with("apiVersion:") || text->find("\napiVersion:") != std::string::npos);
  });
}

}  // namespace

std::string repository_top(const source::FileSystem& files, const std::string& folder) {
  const auto real = files.canonical(folder);
  if (!real) return folder;
  for (auto at = *real; at.size() > 1; at.resize(std::max<std::size_t>(at.find_last_of('/'), 1)))
    if (files.kind(at + "/.git") != FileKind::Missing) return at;
  return folder;
}

Repository detect_repository(const source::FileSystem& files, std::string top) {
  Repository out{.top = std::move(top)};
  const auto has = [&](std::string_view name) {
    return files.kind(out.top + "/" + std::string(name)) != FileKind::Missing;
  };
  out.has_github = has(".github");
  out.has_gitlab = has(".gitlab-ci.yml");
  out.has_jenkins = has("Jenkinsfile");
  read_remotes(files, out);
  if (const auto inputs = model::find_inputs(files, {out.top}, std::nullopt, Limits{})) {
    out.has_terraform = !inputs->folders.empty();
    out.has_kubernetes = holds_objects(files, inputs->manifests);
    out.has_chart = std::ranges::any_of(inputs->skipped, [](const auto& skipped) {
      return skipped.second.starts_with("Helm templates");
    });
  }
  return out;
}

}  // namespace stopgate::cli
