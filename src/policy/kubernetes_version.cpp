#include "policy/kubernetes_version.h"

#include <string>

#include "kubernetes/lifecycle.h"
#include "policy/subjects.h"

namespace stopgate::policy {

value::Value kubernetes_version_facts(const ParameterValues& parameters, Arena& arena) {
  std::optional<int> minor;
  for (const auto& [name, text] : parameters)
    if (name == "kubernetes.version" || name == "kube_version")
      minor = kubernetes::kubernetes_minor(text);
  const auto used = minor.value_or(kNewestKubernetesMinor);
  Facts facts(arena);
  facts.add("version", std::string_view("1." + std::to_string(used)))
      .add("minor", value::Value::integer(used));
  facts.add("given", value::Value::boolean(minor.has_value()));
  return facts.build();
}

}  // namespace stopgate::policy
