#include "kubernetes/target_finder.h"

#include <algorithm>

#include "base/glob.h"
#include "kubernetes/near_miss.h"

namespace stopgate::kubernetes {

namespace {

bool matches(std::string_view pattern, std::string_view text) {
  return pattern.empty() || glob_match(pattern, text, '\0');
}

bool is_group(std::string_view written, std::string_view wanted) {
  return written == wanted || (wanted == "networking.k8s.io" && written == "extensions");
}

// Two texts with a byte between them that no name holds.
void append(std::string& key, std::string_view text) {
  key += text;
  key += '\0';
}

}  // namespace

TargetFinder::TargetFinder(const Render& render, const World& world)
    : render_(render), world_(world), table_(relation_table()) {
  find_providers();
}

void TargetFinder::find_providers() {
  for (const auto& row : table_.providers)
    for (const auto object : render_.of_kind(row.kind.kind)) {
      if (render_.objects[object].group != row.kind.group) continue;
      for (const auto& path : row.names) {
        const auto names = collect_names(render_.objects[object].root, path);
        for (const auto& name : names)
          made_.try_emplace(
              {row.makes.kind, std::string(render_.namespace_of(render_.objects[object])), name},
              Made{object, &row});
        if (!names.empty()) break;
      }
    }
}

const TargetRow* TargetFinder::target_row(const Wanted& wanted) const {
  const auto found = std::ranges::find_if(table_.targets, [&](const TargetRow& row) {
    return row.kind.kind == wanted.kind && (wanted.is_any_group || row.kind.group == wanted.group);
  });
  return found == table_.targets.end() ? nullptr : &*found;
}

const Resolution& TargetFinder::find(const Wanted& wanted) {
  std::string key;
  append(key, wanted.is_any_group ? "*" : wanted.group);
  append(key, wanted.kind);
  append(key, wanted.name_space);
  append(key, wanted.name);
  const auto known = resolutions_.find(key);
  if (known != resolutions_.end()) return known->second;
  return resolutions_.emplace(std::move(key), resolve(wanted)).first->second;
}

bool TargetFinder::is_wanted(std::size_t object, const Wanted& wanted,
                             bool is_cluster_scoped) const {
  const auto& candidate = render_.objects[object];
  return (wanted.is_any_group || is_group(candidate.group, wanted.group)) &&
         (is_cluster_scoped || render_.namespace_of(candidate) == wanted.name_space);
}

Resolution TargetFinder::resolve(const Wanted& wanted) {
  const auto* row = target_row(wanted);
  const bool is_cluster_scoped = row != nullptr && row->is_cluster_scoped;
  Resolution resolution;
  for (const auto object : render_.named(wanted.kind, wanted.name))
    if (!resolution.to && is_wanted(object, wanted, is_cluster_scoped)) resolution.to = object;
  if (resolution.to) return resolution;
  if (const auto made =
          made_.find({std::string(wanted.kind), wanted.name_space, std::string(wanted.name)});
      made != made_.end()) {
    resolution.provider = made->second.object;
    resolution.provider_row = made->second.row;
    resolution.is_provided = true;
    return resolution;
  }
  const bool is_known = row != nullptr && std::ranges::any_of(row->known, [&](const auto& known) {
                          return matches(known, wanted.name);
                        });
  resolution.is_provided = is_known || is_external(wanted);
  if (resolution.is_provided) return resolution;
  resolution.is_closed =
      std::ranges::find(world_.closed_kinds, wanted.kind) != world_.closed_kinds.end();
  resolution.near_miss = find_slip(wanted.name, names_of(wanted, is_cluster_scoped)).value_or("");
  return resolution;
}

bool TargetFinder::is_external(const Wanted& wanted) const {
  return std::ranges::any_of(world_.external, [&](const ExternalObject& object) {
    return matches(object.kind, wanted.kind) && matches(object.name_space, wanted.name_space) &&
           matches(object.name, wanted.name);
  });
}

// Names of the wanted kind that there are, and will be.
const std::vector<std::string_view>& TargetFinder::names_of(const Wanted& wanted,
                                                            bool is_cluster_scoped) {
  std::string key;
  append(key, wanted.is_any_group ? "*" : wanted.group);
  append(key, wanted.kind);
  append(key, wanted.name_space);
  const auto [known, is_new] = names_.try_emplace(std::move(key));
  auto& names = known->second;
  if (!is_new) return names;
  for (const auto object : render_.of_kind(wanted.kind))
    if (is_wanted(object, wanted, is_cluster_scoped)) names.push_back(render_.objects[object].name);
  for (const auto& [identity, made] : made_)
    if (std::get<0>(identity) == wanted.kind && std::get<1>(identity) == wanted.name_space)
      names.push_back(std::get<2>(identity));
  return names;
}

const std::vector<std::string>& TargetFinder::keys_of(std::size_t object) {
  const auto [known, is_new] = keys_.try_emplace(object);
  if (!is_new) return known->second;
  const auto& target = render_.objects[object];
  const auto* row =
      target_row({.group = target.group, .kind = target.kind, .name_space = {}, .name = {}});
  if (row == nullptr) return known->second;
  for (const auto& path : row->keys)
    std::ranges::move(collect_names(target.root, path), std::back_inserter(known->second));
  std::ranges::sort(known->second);
  return known->second;
}

bool TargetFinder::has_key(const Resolution& resolution, std::string_view key) {
  if (resolution.to) {
    const auto& keys = keys_of(*resolution.to);
    return keys.empty() || std::ranges::binary_search(keys, key);
  }
  if (!resolution.provider) return true;
  const auto& made = render_.objects[*resolution.provider].root;
  std::vector<std::string> keys;
  for (const auto& path : resolution.provider_row->open)
    if (!path.first(made).value.is_null()) return true;
  for (const auto& path : resolution.provider_row->keys)
    std::ranges::move(collect_names(made, path), std::back_inserter(keys));
  return keys.empty() || std::ranges::find(keys, key) != keys.end();
}

}  // namespace stopgate::kubernetes
