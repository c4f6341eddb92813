#include "kubernetes/suppressions.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "kubernetes/names.h"

namespace stopgate::kubernetes {

namespace {

// One label or annotation.
struct Entry {
  std::string_view key, value;
  source::Place place;
};

using Suppressions = std::vector<Suppression>;

// What follows the prefix; empty when it does not stand there or nothing follows.
std::string_view after(std::string_view key, std::string_view prefix) {
  return key.starts_with(prefix) ? key.substr(prefix.size()) : std::string_view{};
}

void add(Suppressions& out, std::string_view tool, std::string_view id, std::string_view reason,
         const Entry& entry, std::string_view container = {}) {
  out.push_back({.tool = std::string(tool),
                 .id = std::string(id),
                 .reason = std::string(reason),
                 .container = std::string(container),
                 .place = entry.place});
}

void read_kube_linter(Suppressions& out, const Entry& entry) {
  if (entry.key == "kube-linter.io/ignore-all") add(out, "kube-linter", "*", entry.value, entry);
  if (const auto id = after(entry.key, "ignore-check.kube-linter.io/"); !id.empty())
    add(out, "kube-linter", id, entry.value, entry);
}

void read_kube_score(Suppressions& out, const Entry& entry) {
  if (entry.key != "kube-score/ignore") return;
  for (const auto id : split(entry.value, ','))
    if (!trim(id).empty()) add(out, "kube-score", trim(id), "", entry);
}

// Only the value true counts.
void read_polaris(Suppressions& out, const Entry& entry) {
  constexpr std::string_view kEnd = "-exempt";
  auto id = after(entry.key, "polaris.fairwinds.com/");
  if (id.empty() || entry.value != "true") return;
  if (id == "exempt") return add(out, "polaris", "*", "", entry);
  if (!id.ends_with(kEnd)) return;
  id.remove_suffix(kEnd.size());
  if (!id.empty()) add(out, "polaris", id, "", entry);
}

// "checkov.io/skip1: CKV_K8S_1=the reason".
void read_checkov(Suppressions& out, const Entry& entry) {
  constexpr auto kPrefixes =
      std::to_array<std::string_view>({"checkov.io/skip", "bridgecrew.io/skip", "cortex.io/skip"});
  if (std::ranges::none_of(kPrefixes, [&](auto prefix) { return entry.key.starts_with(prefix); }))
    return;
  const auto equals = std::min(entry.value.find('='), entry.value.size());
  const auto id = trim(entry.value.substr(0, equals));
  if (!id.empty())
    add(out, "checkov", id, trim(entry.value.substr(std::min(equals + 1, entry.value.size()))),
        entry);
}

void read_monokle(Suppressions& out, const Entry& entry) {
  const auto id = after(entry.key, "monokle.io/suppress.");
  if (!id.empty() && entry.value != "false") add(out, "monokle", id, entry.value, entry);
}

// "container.kubeaudit.io/NAME.OVERRIDE"; names of containers have no dots.
void read_kubeaudit(Suppressions& out, const Entry& entry) {
  if (const auto id = after(entry.key, "kubeaudit.io/"); !id.empty())
    add(out, "kubeaudit", id, entry.value, entry);
  const auto rest = after(entry.key, "container.kubeaudit.io/");
  const auto dot = rest.find('.');
  if (dot == std::string_view::npos || dot == 0 || dot + 1 == rest.size()) return;
  add(out, "kubeaudit", rest.substr(dot + 1), entry.value, entry, rest.substr(0, dot));
}

std::string text_of(const value::Value& value) {
  return value.is_string() ? std::string(value.as_string()) : value::to_text(value);
}

template <typename Read>
void for_each_entry(const value::Node& map, const Read& read) {
  if (!map.value.is_map()) return;
  const auto& entries = map.value.as_map();
  for (std::size_t i = 0; i < entries.size(); ++i) {
    // An unquoted true is rejected by the API server; what it means is clear.
    const auto value = text_of(entries.members()[i].value);
    read(Entry{
        .key = entries.members()[i].key.text(), .value = value, .place = entries.key_place(i)});
  }
}

void read_metadata(Suppressions& out, const value::Node& metadata) {
  for_each_entry(value::step(metadata, names::kAnnotations), [&](const Entry& entry) {
    read_kube_linter(out, entry);
    read_kube_score(out, entry);
    read_polaris(out, entry);
    read_checkov(out, entry);
    read_monokle(out, entry);
  });
  for_each_entry(value::step(metadata, names::kLabels),
                 [&](const Entry& entry) { read_kubeaudit(out, entry); });
}

}  // namespace

std::vector<Suppression> find_suppressions(const Render& render, std::size_t object) {
  Suppressions found;
  const auto metadata = value::step(render.objects[object].root, names::kMetadata);
  read_metadata(found, metadata);
  for (const auto& pod : render.pods_of(object))
    if (pod.metadata.place != metadata.place) read_metadata(found, pod.metadata);
  return found;
}

}  // namespace stopgate::kubernetes
