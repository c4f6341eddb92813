// rooms: kubernetes

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "kubernetes/facts.h"
#include "kubernetes/grouping.h"
#include "kubernetes/reader.h"
#include "kubernetes/suppressions.h"

// A file of manifests, all the way to what policies see of it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace kubernetes = stopgate::kubernetes;
  stopgate::source::SourceMap sources;
  const auto file = sources.add("a.yaml", std::string(reinterpret_cast<const char*>(data), size));
  std::vector<kubernetes::Manifests> manifests;
  manifests.push_back(kubernetes::read_manifests(sources, file));
  for (const auto& render : kubernetes::group_renders(std::move(manifests), sources)) {
    stopgate::Arena arena;
    for (const auto& pod : render.pods) {
      (void)kubernetes::workload_facts(render, pod, arena);
      (void)kubernetes::pod_facts(render, pod, arena);
    }
    for (std::size_t i = 0; i < render.objects.size(); ++i)
      (void)kubernetes::find_suppressions(render, i);
  }
  return 0;
}
