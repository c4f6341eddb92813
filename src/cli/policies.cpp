#include "cli/policies.h"

#include <algorithm>
#include <ostream>

#include "base/hash.h"
#include "base/limits.h"
#include "base/text.h"

namespace stopgate::cli {

namespace {

void add_files(const source::FileSystem& files, const std::string& folder, std::size_t depth,
               std::vector<std::string>& out) {
  constexpr std::size_t kDeepest = 32;
  const auto entries = files.list(folder);
  if (!entries || depth > kDeepest) return;
  for (const auto& entry : *entries) {
    const auto path = folder + "/" + entry.name;
    if (entry.kind == source::FileKind::Directory && entry.name != "data" && !entry.is_link)
      add_files(files, path, depth + 1, out);
    if (entry.kind == source::FileKind::Regular &&
        (entry.name.ends_with(".yaml") || entry.name.ends_with(".yml")))
      out.push_back(path);
  }
}

// Two policies of one id: which of them runs would hang on the order of files.
void refuse_repeated_ids(std::size_t first, LoadedPolicies& out) {
  for (auto i = first; i < out.policies.size(); ++i) {
    const auto& policy = out.policies[i].policy;
    const auto other =
        std::find_if(out.policies.begin(), out.policies.begin() + static_cast<std::ptrdiff_t>(i),
                     [&](const policy::LoadedPolicy& each) { return each.policy.id == policy.id; });
    if (other == out.policies.begin() + static_cast<std::ptrdiff_t>(i)) continue;
    out.diagnostics.push_back({.message = "policy id " + quoted(policy.id) + " is also that of " +
                                          printable(other->policy.path),
                               .help = "give one of them another id",
                               .place = {},
                               .path = policy.path});
  }
}

// A folder of policies holds policies: an object that is none is a mistake, not an input.
void add_admission(const kubernetes::Manifests& manifests, LoadedPolicies& out) {
  for (const auto& object : manifests.objects)
    if (!policy::read_admission(object, true, out.admission))
      out.diagnostics.push_back(
          {.message = kubernetes::to_string(object) +
                      " is neither a policy nor an admission policy or its binding",
           .help = "parameters of admission policies are read from the files under review",
           .place = object.kind_place,
           .path = {}});
  std::ranges::copy(manifests.diagnostics, std::back_inserter(out.diagnostics));
}

}  // namespace

Result<std::vector<std::string>> find_policy_files(const source::FileSystem& files,
                                                   const std::vector<std::string>& paths) {
  std::vector<std::string> out;
  for (const auto& path : paths) {
    switch (files.kind(path)) {
      case source::FileKind::Missing:
        return fail("cannot read policies from " + quoted(path) + ": no such file or directory");
      case source::FileKind::Directory:
        add_files(files, path, 0, out);
        break;
      case source::FileKind::Regular:
      case source::FileKind::Other:
        out.push_back(path);
    }
  }
  return out;
}

Result<LoadedPolicies> load_policies(source::SourceMap& sources, const source::FileSystem& files,
                                     const std::vector<std::string>& paths) {
  LoadedPolicies out;
  STOPGATE_TRY(const auto found, find_policy_files(files, paths));
  for (const auto& path : found) {
    auto text = files.read(path, Limits{}.file_bytes);
    if (!text)
      return tl::unexpected<Error>(std::move(text).error().with_context("reading " + quoted(path)));
    const auto first = out.policies.size();
    auto loaded = policy::load_policies(sources, sources.add(path, std::move(*text)));
    std::ranges::move(loaded.policies, std::back_inserter(out.policies));
    std::ranges::move(loaded.diagnostics, std::back_inserter(out.diagnostics));
    refuse_repeated_ids(first, out);
    if (loaded.manifests == nullptr) continue;
    add_admission(*loaded.manifests, out);
    out.manifests.push_back(std::move(loaded.manifests));
  }
  return out;
}

Result<std::string> hash_of_pack(const source::FileSystem& files, const std::string& path) {
  STOPGATE_TRY(auto found, find_policy_files(files, {path}));
  // Of one file it is what sha256sum prints.
  if (files.kind(path) != source::FileKind::Directory) {
    STOPGATE_TRY(const auto text, files.read(path, Limits{}.file_bytes));
    return sha256_hex(text);
  }
  std::ranges::sort(found);
  std::string whole;
  for (const auto& file : found) {
    auto text = files.read(file, Limits{}.file_bytes);
    if (!text)
      return tl::unexpected<Error>(std::move(text).error().with_context("reading " + quoted(file)));
    // Sizes keep one file's end apart from the next one's name.
    const auto name = file.substr(path.size());
    whole += std::to_string(name.size()) + ":" + name + std::to_string(text->size()) + ":" + *text;
  }
  return sha256_hex(whole);
}

}  // namespace stopgate::cli
