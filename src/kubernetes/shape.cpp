#include "kubernetes/shape.h"

#include <algorithm>
#include <array>
#include <span>

#include "kubernetes/names.h"

namespace stopgate::kubernetes {

namespace {

using Keys = std::span<const std::string_view>;

constexpr auto kKustomizationKeys = std::to_array<std::string_view>(
    {"resources", "bases", "patches", "patchesStrategicMerge", "patchesJson6902",
     "configMapGenerator", "secretGenerator", "generators", "transformers", "components",
     "helmCharts", "commonLabels", "namePrefix", "nameSuffix", "images"});
constexpr auto kValuesKeys = std::to_array<std::string_view>(
    {"image", "replicaCount", "nameOverride", "fullnameOverride", "ingress", "serviceAccount",
     "podAnnotations", "podSecurityContext", "securityContext", "nodeSelector", "tolerations",
     "affinity", "resources", "global"});
constexpr auto kGitlabKeys = std::to_array<std::string_view>(
    {"stages", "script", "before_script", "after_script", "include", "workflow", "default"});
constexpr auto kCiKeys = std::to_array<std::string_view>(
    {"pipelines", "steps", "jobs", "orbs", "pool", "trigger", "pipeline"});

std::size_t count_of(const value::Value& map, Keys keys) {
  return static_cast<std::size_t>(
      std::ranges::count_if(keys, [&](auto key) { return map.has(intern(key)); }));
}

bool is_text(const value::Value& map, Symbol key) {
  const auto text = map.get(key).string_if();
  return text && !text->empty();
}

bool is_kustomization(const value::Value& map) {
  if (const auto version = map.get(names::kApiVersion).string_if())
    return version->starts_with("kustomize.config.k8s.io/");
  if (map.has(names::kKind)) return map.get(names::kKind).string_if() == "Kustomization";
  const auto resources = map.get("resources");
  const bool lists_files =
      resources.is_list() && std::ranges::all_of(resources.items(), &value::Value::is_string);
  return (resources.is_null() || lists_files) && !map.members().empty() &&
         count_of(map, kKustomizationKeys) == map.members().size();
}

bool is_compose(const value::Value& map) {
  const auto services = map.get("services");
  return services.is_map() && !services.members().empty() &&
         std::ranges::any_of(services.members(), [](const auto& member) {
           return member.value.has(intern("image")) || member.value.has(intern("build"));
         });
}

bool is_github_workflow(const value::Value& map) {
  // `on` is the key "true" as Kubernetes reads YAML.
  return map.get("jobs").is_map() && (map.has(intern("on")) || map.has(intern("true")));
}

bool is_gitlab_pipeline(const value::Value& map) {
  const bool has_job = std::ranges::any_of(map.members(), [](const auto& member) {
    return member.value.has(intern("script")) || member.value.has(intern("trigger")) ||
           member.value.has(intern("extends"));
  });
  return has_job || (map.get("stages").is_list() && count_of(map, kGitlabKeys) > 0) ||
         map.get("include").is_list();
}

Shape classify_other(const value::Value& map) {
  if (is_kustomization(map)) return Shape::Kustomization;
  if (is_compose(map)) return Shape::Compose;
  if (is_github_workflow(map)) return Shape::GithubWorkflow;
  if (is_gitlab_pipeline(map)) return Shape::GitlabPipeline;
  if (count_of(map, kValuesKeys) >= 2) return Shape::HelmValues;
  if (count_of(map, kCiKeys) >= 1) return Shape::CiConfiguration;
  return Shape::OtherMap;
}

}  // namespace

std::string_view name_of(Shape shape) {
  switch (shape) {
    case Shape::Empty:
      return "empty document";
    case Shape::Object:
      return "object";
    case Shape::List:
      return "list of objects";
    case Shape::Incomplete:
      return "incomplete object";
    case Shape::Kustomization:
      return "Kustomize file";
    case Shape::HelmChart:
      return "Helm chart";
    case Shape::HelmValues:
      return "Helm values";
    case Shape::Compose:
      return "Compose file";
    case Shape::GithubWorkflow:
      return "GitHub workflow";
    case Shape::GitlabPipeline:
      return "GitLab pipeline";
    case Shape::CiConfiguration:
      return "CI configuration";
    case Shape::OtherMap:
      return "other map";
    case Shape::OtherValue:
      return "list or scalar";
  }
  return "";
}

Shape classify(const value::Node& document) {
  const auto& map = document.value;
  if (map.is_null()) return Shape::Empty;
  if (!map.is_map()) return Shape::OtherValue;
  const bool has_version = is_text(map, names::kApiVersion);
  const bool has_kind = is_text(map, names::kKind);
  if (has_version && has_kind) {
    if (is_kustomization(map)) return Shape::Kustomization;
    return map.get(names::kKind).as_string().ends_with("List") && map.get(names::kItems).is_list()
               ? Shape::List
               : Shape::Object;
  }
  if (has_version && is_text(map, names::kName) && map.has(intern("version")))
    return Shape::HelmChart;
  if (is_kustomization(map)) return Shape::Kustomization;
  // A values file or a schema may well have a member called kind; an object also has metadata or a
  // spec.
  const bool looks_like_object =
      map.has(names::kMetadata) || map.has(names::kSpec) || map.has(intern("data"));
  if ((has_version || has_kind) && (has_version || looks_like_object)) return Shape::Incomplete;
  return classify_other(map);
}

}  // namespace stopgate::kubernetes
