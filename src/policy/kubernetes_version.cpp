#include "policy/kubernetes_version.h"

#include <algorithm>

#include "base/text.h"
#include "kubernetes/lifecycle.h"
#include "policy/subjects.h"

namespace stopgate::policy {

namespace {

Result<int> read_minor(std::string_view text) {
  const auto minor = kubernetes::kubernetes_minor(trim(text));
  // No release of Kubernetes 1 will ever be near this; ranges stay short.
  constexpr int kMostMinor = 200;
  if (!minor || *minor > kMostMinor)
    return fail("kubernetes.version: " + quoted(trim(text)) +
                " is no version of Kubernetes; write 1.31, or several: 1.29,1.31, 1.29..1.31, "
                "edge=1.29,prod=1.31");
  return *minor;
}

Result<void> read_piece(std::string_view piece, std::vector<Cluster>& out) {
  std::string name;
  if (const auto equals = piece.find('='); equals != std::string_view::npos) {
    name = trim(piece.substr(0, equals));
    piece = piece.substr(equals + 1);
  }
  const auto dots = piece.find("..");
  STOPGATE_TRY(const auto first, read_minor(piece.substr(0, dots)));
  auto last = first;
  if (dots != std::string_view::npos) {
    STOPGATE_TRY(last, read_minor(piece.substr(dots + 2)));
  }
  for (auto minor = first; minor <= last; ++minor) out.push_back({name, minor});
  return {};
}

}  // namespace

Result<std::vector<Cluster>> read_clusters(const ParameterValues& parameters) {
  std::vector<Cluster> out;
  for (const auto& [name, text] : parameters) {
    if (name != "kubernetes.version" && name != "kube_version") continue;
    out.clear();
    for (const auto piece : split(text, ',')) STOPGATE_CHECK(read_piece(piece, out));
  }
  std::ranges::stable_sort(out, {}, &Cluster::minor);
  return out;
}

std::vector<int> minors_of(const std::vector<Cluster>& clusters) {
  std::vector<int> minors;
  for (const auto& cluster : clusters)
    if (minors.empty() || minors.back() != cluster.minor) minors.push_back(cluster.minor);
  return minors;
}

value::Value kubernetes_version_facts(const std::vector<Cluster>& clusters, Arena& arena) {
  const auto newest = clusters.empty() ? kNewestKubernetesMinor : clusters.back().minor;
  const auto oldest = clusters.empty() ? newest : clusters.front().minor;
  std::vector<value::Value> minors;
  for (const auto minor : minors_of(clusters)) minors.push_back(value::Value::integer(minor));
  if (minors.empty()) minors.push_back(value::Value::integer(newest));
  std::vector<value::Value> each;
  for (const auto& cluster : clusters)
    each.push_back(Facts(arena)
                       .add("name", std::string_view(cluster.name))
                       .add("minor", value::Value::integer(cluster.minor))
                       .build());
  return Facts(arena)
      .add("version", std::string_view("1." + std::to_string(newest)))
      .add("minor", value::Value::integer(newest))
      .add("oldest", value::Value::integer(oldest))
      .add("minors", value::List::make(arena, minors))
      .add("clusters", value::List::make(arena, each))
      .add("given", value::Value::boolean(!clusters.empty()))
      .build();
}

}  // namespace stopgate::policy
