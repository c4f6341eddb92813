#include <algorithm>
#include <array>

#include "kubernetes/fact_map.h"
#include "kubernetes/facts.h"
#include "kubernetes/names.h"

namespace stopgate::kubernetes {

namespace {

// The container's where it is written, else the pod's; a value replaces the other whole.
constexpr auto kInherited = std::to_array<std::string_view>(
    {"runAsUser", "runAsGroup", "runAsNonRoot", "seLinuxOptions", "seccompProfile"});
// Only containers have these.
constexpr auto kOwn = std::to_array<std::string_view>(
    {"privileged", "capabilities", "readOnlyRootFilesystem", "procMount"});
// Only pods have these, and their containers run with them.
constexpr auto kOfPod =
    std::to_array<std::string_view>({"fsGroup", "supplementalGroups", "sysctls"});
// Merged member by member, unlike seLinuxOptions.
constexpr auto kWindows = std::to_array<std::string_view>(
    {"gmsaCredentialSpec", "gmsaCredentialSpecName", "runAsUserName", "hostProcess"});

constexpr std::string_view kAppArmorAnnotation = "container.apparmor.security.beta.kubernetes.io/";

value::Node written(const value::Node& own, const value::Node& inherited, std::string_view key) {
  const auto found = value::step(own, intern(key));
  return found.value.is_null() ? value::step(inherited, intern(key)) : found;
}

value::Value merge_windows(const value::Node& own, const value::Node& inherited, Arena& arena) {
  FactMap merged(arena);
  for (const auto key : kWindows) merged.set_if_written(key, written(own, inherited, key));
  return merged.make();
}

bool has_sys_admin(const value::Value& security) {
  return std::ranges::any_of(
      security.get("capabilities").get("add").items(), [](const auto& capability) {
        const auto name = capability.string_if().value_or("");
        return name == "SYS_ADMIN" || name == "CAP_SYS_ADMIN" || name == "ALL";
      });
}

// Both force it, whatever is written: the API server rejects a false beside them.
value::Node privilege_escalation(const value::Node& own) {
  const auto privileged = value::step(own, intern("privileged"));
  if (privileged.value.bool_if().value_or(false)) return privileged;
  if (has_sys_admin(own.value))
    return {value::Value::boolean(true), value::step(own, intern("capabilities")).place};
  return value::step(own, intern("allowPrivilegeEscalation"));
}

// The profile that an annotation of the pod names, as a field would say it.
value::Value profile_of_annotation(std::string_view text, Arena& arena) {
  constexpr std::string_view kLocal = "localhost/";
  FactMap profile(arena);
  if (text == "runtime/default") profile.set_text("type", "RuntimeDefault");
  if (text == "unconfined") profile.set_text("type", "Unconfined");
  if (text.starts_with(kLocal))
    profile.set_text("type", "Localhost").set_text("localhostProfile", text.substr(kLocal.size()));
  return profile.make();
}

value::Node app_armor(const Pod& pod, const value::Node& own, const value::Node& inherited,
                      std::string_view container, Arena& arena) {
  const auto field = written(own, inherited, "appArmorProfile");
  if (!field.value.is_null()) return field;
  const auto annotations = value::step(pod.metadata, names::kAnnotations);
  const auto annotation =
      value::step(annotations, intern(std::string(kAppArmorAnnotation) + std::string(container)));
  if (!annotation.value.is_string()) return {};
  return {profile_of_annotation(annotation.value.as_string(), arena), annotation.place};
}

}  // namespace

value::Value container_security(const Pod& pod, const Container& container, Arena& arena) {
  const auto own = value::step(container.node, names::kSecurityContext);
  const auto inherited = value::step(pod.spec, names::kSecurityContext);
  FactMap security(arena);
  for (const auto key : kInherited) security.set_if_written(key, written(own, inherited, key));
  for (const auto key : kOwn) security.set_if_written(key, value::step(own, intern(key)));
  for (const auto key : kOfPod) security.set_if_written(key, value::step(inherited, intern(key)));
  security.set_if_written("allowPrivilegeEscalation", privilege_escalation(own));
  security.set_if_written("appArmorProfile", app_armor(pod, own, inherited, container.name, arena));
  const auto own_windows = value::step(own, intern("windowsOptions"));
  const auto inherited_windows = value::step(inherited, intern("windowsOptions"));
  if (own_windows.value.is_map() || inherited_windows.value.is_map())
    security.set(
        "windowsOptions",
        value::Node{merge_windows(own_windows, inherited_windows, arena),
                    own_windows.value.is_map() ? own_windows.place : inherited_windows.place});
  return security.make();
}

}  // namespace stopgate::kubernetes
