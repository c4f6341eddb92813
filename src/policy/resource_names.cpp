#include "policy/resource_names.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace stopgate::policy {

namespace {

constexpr std::array<std::string_view, 26> kClusterKinds = {
    "APIService",
    "CSIDriver",
    "CSINode",
    "CertificateSigningRequest",
    "ClusterRole",
    "ClusterRoleBinding",
    "ClusterTrustBundle",
    "ComponentStatus",
    "CustomResourceDefinition",
    "DeviceClass",
    "FlowSchema",
    "IPAddress",
    "IngressClass",
    "MutatingWebhookConfiguration",
    "Namespace",
    "Node",
    "PersistentVolume",
    "PriorityClass",
    "PriorityLevelConfiguration",
    "RuntimeClass",
    "ServiceCIDR",
    "StorageClass",
    "ValidatingAdmissionPolicy",
    "ValidatingAdmissionPolicyBinding",
    "ValidatingWebhookConfiguration",
    "VolumeAttachment",
};

std::string plural_of(std::string_view kind) {
  auto name = to_lower(kind);
  if (name == "endpoints") return name;
  if (name.ends_with('s') || name.ends_with('x')) return name + "es";
  const bool is_consonant_y =
      name.size() > 1 && name.ends_with('y') &&
      std::string_view("aeiou").find(name[name.size() - 2]) == std::string_view::npos;
  if (!is_consonant_y) return name + "s";
  name.pop_back();
  return name + "ies";
}

}  // namespace

ResourceNames::ResourceNames(const model::Model& model) {
  for (const auto& render : model.renders) {
    for (const auto index : render.of_kind("CustomResourceDefinition")) {
      const auto spec = render.objects[index].root.value.get("spec");
      const auto names = spec.get("names");
      const auto group = spec.get("group").string_if();
      const auto kind = names.get("kind").string_if();
      if (!group || !kind) continue;
      custom_.try_emplace(
          {std::string(*group), std::string(*kind)},
          ResourceName{
              .plural = std::string(names.get("plural").string_if().value_or(plural_of(*kind))),
              .is_namespaced = spec.get("scope").string_if() != "Cluster"});
    }
  }
}

ResourceName ResourceNames::of(std::string_view group, std::string_view kind) const {
  const auto found = custom_.find({std::string(group), std::string(kind)});
  if (found != custom_.end()) return found->second;
  const bool is_builtin = group.find('.') == std::string_view::npos || group.ends_with(".k8s.io");
  return {.plural = plural_of(kind),
          .is_namespaced = !is_builtin || !std::ranges::binary_search(kClusterKinds, kind)};
}

}  // namespace stopgate::policy
