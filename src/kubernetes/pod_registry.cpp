#include "kubernetes/pod_registry.h"

#include <algorithm>
#include <map>
#include <string>

#include "kubernetes/data.h"

namespace stopgate::kubernetes {

namespace {

std::vector<Path> read_paths(const value::Value& list) {
  std::vector<Path> paths;
  for (const auto& item : list.items()) paths.push_back(Path::parse(item.string_if().value_or("")));
  return paths;
}

std::optional<Path> read_path(const value::Value& text) {
  return text.is_string() ? std::optional(Path::parse(text.as_string())) : std::nullopt;
}

Runs read_runs(const value::Value& text) {
  if (text.string_if() == "to-completion") return Runs::ToCompletion;
  return text.string_if() == "one-per-node" ? Runs::OnePerNode : Runs::ForEver;
}

void use_usual_containers(PodKind& kind) {
  kind.main = {Path::parse("containers[]")};
  kind.init = {Path::parse("initContainers[]")};
  kind.ephemeral = {Path::parse("ephemeralContainers[]")};
}

PodKind read_row(const value::Value& row) {
  PodKind kind{.templates = read_paths(row.get("templates")),
               .specs = read_paths(row.get("specs")),
               .metadata = read_path(row.get("metadata")),
               .replicas = read_path(row.get("replicas")),
               .runs = read_runs(row.get("runs")),
               .is_partial = row.get("partial").bool_if().value_or(false)};
  if (const auto containers = row.get("containers"); containers.is_map()) {
    kind.main = read_paths(containers.get("main"));
    kind.init = read_paths(containers.get("init"));
    kind.sidecar = read_paths(containers.get("sidecar"));
  } else {
    use_usual_containers(kind);
  }
  for (const auto& label : row.get("labels").items())
    kind.injected_labels.push_back(intern(label.string_if().value_or("")));
  return kind;
}

class Registry {
 public:
  Registry() {
    const data::Table table("pod-specs.yaml", data::kPodSpecs);
    for (const auto& row : table.root().items()) {
      rows_.push_back(read_row(row));
      for (const auto& kind : row.get("kinds").items())
        by_kind_.emplace(kind.string_if().value_or(""), rows_.size() - 1);
    }
  }

  [[nodiscard]] const PodKind* find(std::string_view group, std::string_view kind) const {
    const auto found = by_kind_.find(group.empty() ? std::string(kind)
                                                   : std::string(group) + "/" + std::string(kind));
    return found == by_kind_.end() ? nullptr : &rows_[found->second];
  }

 private:
  std::vector<PodKind> rows_;
  std::map<std::string, std::size_t, std::less<>> by_kind_;
};

}  // namespace

const PodKind* find_pod_kind(std::string_view group, std::string_view kind) {
  static const Registry registry;
  return registry.find(group, kind);
}

const PodKind& usual_pod_kind() {
  static const PodKind usual = [] {
    PodKind kind;
    use_usual_containers(kind);
    return kind;
  }();
  return usual;
}

bool may_hold_unknown_pods(std::string_view group) {
  if (group.find('.') == std::string_view::npos) return false;  // core, apps, batch, …
  return !group.ends_with(".k8s.io") || group.ends_with(".x-k8s.io");
}

}  // namespace stopgate::kubernetes
