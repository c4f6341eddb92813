#include "policy/kubernetes_version.h"

#include <charconv>

#include "policy/subjects.h"

namespace stopgate::policy {

std::optional<int> parse_kubernetes_minor(std::string_view text) {
  if (text.starts_with('v')) text.remove_prefix(1);
  if (!text.starts_with("1.")) return std::nullopt;
  text.remove_prefix(2);
  int minor = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), minor);
  if (error != std::errc() || minor < 0) return std::nullopt;
  const auto rest = text.substr(static_cast<std::size_t>(end - text.data()));
  if (!rest.empty() && rest[0] != '.' && rest[0] != '+' && rest[0] != '-') return std::nullopt;
  return minor;
}

value::Value kubernetes_version_facts(const ParameterValues& parameters, Arena& arena) {
  std::optional<int> minor;
  for (const auto& [name, text] : parameters)
    if (name == "kubernetes.version" || name == "kube_version") minor = parse_kubernetes_minor(text);
  const auto used = minor.value_or(kNewestKubernetesMinor);
  Facts facts(arena);
  facts.add("version", std::string_view("1." + std::to_string(used))).add("minor", value::Value::integer(used));
  facts.add("given", value::Value::boolean(minor.has_value()));
  return facts.build();
}

}  // namespace stopgate::policy
