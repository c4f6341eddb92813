#include "review/fold.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

namespace stopgate::review {

namespace {

// Reads from a policy name where they read: "resource.acl", "change.after.acl".
std::string_view attribute_of(const finding::Finding& finding) {
  std::string_view path = finding.attribute;
  for (const std::string_view side : {"resource.", "change.after.", "change.before."})
    if (path.starts_with(side)) return path.substr(side.size());
  return {};
}

bool is_along(std::string_view path, std::string_view other) {
  if (path.size() > other.size()) std::swap(path, other);
  return !path.empty() && other.starts_with(path) &&
         (other.size() == path.size() || other[path.size()] == '.' || other[path.size()] == '[');
}

// A line break parts what follows: no path or shown value of one row is taken for two.
void append(std::string& key, std::string_view text) {
  key += text;
  key += '\n';
}

std::string key_of(const ChangeLine& change) {
  std::string key;
  append(key, change.plan);
  append(key, change.action);
  append(key, change.loss);
  append(key, change.loss_note);
  append(key, plan::name_of(change.light));
  const bool is_light = change.light != Light::No;
  append(key, is_light ? "" : finding::without_instance_keys(change.address));
  // What computed values were before differs from one instance to the next, and tells nothing.
  if (change.light == Light::Computed) return key;
  // New and gone instances differ in their names.
  if (change.action == "create" || change.action == "delete" || change.action == "read") return key;
  for (const auto& attribute : change.attributes) {
    const auto& edit = attribute.edit;
    if (edit.noise != Noise::None) continue;
    append(key, edit.path);
    key += static_cast<char>('0' + static_cast<int>(edit.edit));
    // An id that a replacement makes anew was another one in each instance.
    if (!edit.is_unknown) append(key, edit.before);
    append(key, edit.after);
  }
  if (change.attributes.empty()) append(key, change.reason);
  return key;
}

std::size_t attribute_index(const ChangeLine& change, const finding::Finding& finding) {
  const auto wanted = attribute_of(finding);
  const auto found = std::ranges::find_if(change.attributes, [&](const AttributeLine& attribute) {
    return is_along(attribute.edit.attribute(), wanted);
  });
  return found == change.attributes.end()
             ? FindingMark::kWhole
             : static_cast<std::size_t>(found - change.attributes.begin());
}

}  // namespace

std::vector<ChangeGroup> fold(const Review& review) {
  std::vector<ChangeGroup> groups;
  std::unordered_map<std::string, std::size_t> by_key;
  std::unordered_map<std::string_view, std::size_t> by_address;
  for (std::size_t i = 0; i < review.changes.size(); ++i) {
    const auto& change = review.changes[i];
    const auto [at, is_new] = by_key.try_emplace(key_of(change), groups.size());
    if (is_new) groups.emplace_back();
    groups[at->second].changes.push_back(i);
    by_address.emplace(change.address, at->second);
  }
  for (std::size_t i = 0; i < review.findings.size(); ++i) {
    const auto& finding = review.findings[i];
    if (finding.status != finding::Status::New) continue;
    const auto mark = [&](std::string_view address) {
      const auto group = by_address.find(address);
      if (group == by_address.end()) return;
      auto& to = groups[group->second];
      const FindingMark made{i, attribute_index(review.changes[to.changes.front()], finding)};
      if (to.findings.empty() || !(to.findings.back() == made)) to.findings.push_back(made);
    };
    mark(finding.subject.address);
    for (const auto& instance : finding.instances) mark(instance);
  }
  return groups;
}

}  // namespace stopgate::review
