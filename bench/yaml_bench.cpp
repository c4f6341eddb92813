// rooms: yaml

// YAML bytes to Values, beside yaml-cpp's tree over the same bytes, and libyaml's events that
// nobody looks at. The figures to hold are 40 MB/s on one core, or 1.25 times what the events take
// where those are slower than that, and eight bytes of memory for each of the input.

#include <benchmark/benchmark.h>
#include <yaml-cpp/yaml.h>
#include <yaml.h>

#include <string>
#include <utility>

#include "yaml/reader.h"

namespace {

using stopgate::source::SourceMap;
using stopgate::yaml::Dialect;

// A rendered chart as they are: a few kinds, long names, comments, a script and a little JSON.
std::string manifests(std::size_t bytes) {
  std::string out;
  for (int i = 0; out.size() < bytes; ++i) {
    const auto name = "shop-" + std::to_string(i);
    out +=
        "---\n# Source: shop/templates/deployment.yaml\napiVersion: apps/v1\nkind: "
        "Deployment\nmetadata:\n  name: " +
        name + "\n  namespace: shop\n  labels:\n    app.kubernetes.io/name: " + name +
        "\n    app.kubernetes.io/managed-by: Helm\n    helm.sh/chart: shop-1.10.0\nspec:\n  "
        "replicas: 3\n  selector:\n"
        "    matchLabels:\n      app.kubernetes.io/name: " +
        name +
        "\n  template:\n    metadata:\n      labels:\n        app.kubernetes.io/name: " + name +
        "\n      annotations:\n        checksum/config: "
        "\"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\"\n"
        "    spec:\n      serviceAccountName: shop\n      securityContext:\n        runAsNonRoot: "
        "true\n      containers:\n"
        "        - name: web  # the only one\n          image: "
        "\"registry.example/shop/web:1.10\"\n          imagePullPolicy: IfNotPresent\n"
        "          ports:\n            - name: http\n              containerPort: 8080\n           "
        "   protocol: TCP\n"
        "          livenessProbe:\n            httpGet:\n              path: /healthz\n            "
        "  port: http\n"
        "          resources:\n            limits: {cpu: 500m, memory: 128Mi}\n            "
        "requests: {cpu: 100m, memory: 64Mi}\n"
        "          env:\n            - name: POD_IP\n              valueFrom:\n                "
        "fieldRef:\n                  fieldPath: status.podIP\n"
        "            - name: LOG_LEVEL\n              value: 'info'\n"
        "---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: " +
        name +
        "\ndata:\n  start.sh: |\n    #!/bin/sh\n    set -eu\n"
        "    exec /usr/bin/web --listen \"$POD_IP\" --config /etc/shop/config.yaml\n  "
        "settings.json: '{\"cache\": {\"ttl\": 300}}'\n";
  }
  return out;
}

void read_values(benchmark::State& state) {
  SourceMap sources;
  const auto file = sources.add("chart.yaml", manifests(static_cast<std::size_t>(state.range(0))));
  const auto size = sources.file(file).text().size();
  std::size_t kept = 0;
  for (auto _ : state) {
    const auto stream = stopgate::yaml::read(sources, file, {}, {Dialect::Kubernetes});
    if (!stream.diagnostics.empty()) state.SkipWithError("the input is not clean");
    kept = stream.arena->reserved();
    benchmark::DoNotOptimize(stream.documents.data());
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(size) * state.iterations());
  state.counters["arena_per_byte"] = static_cast<double>(kept) / static_cast<double>(size);
}

void read_yaml_cpp(benchmark::State& state) {
  const auto text = manifests(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(YAML::LoadAll(text));
  state.SetBytesProcessed(static_cast<std::int64_t>(text.size()) * state.iterations());
}

void read_libyaml_events(benchmark::State& state) {
  const auto text = manifests(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) {
    yaml_parser_t parser;
    yaml_parser_initialize(&parser);
    yaml_parser_set_input_string(&parser, reinterpret_cast<const unsigned char*>(text.data()),
                                 text.size());
    bool is_done = false;
    while (!is_done) {
      yaml_event_t event;
      if (yaml_parser_parse(&parser, &event) == 0) state.SkipWithError("the input is not clean");
      is_done = event.type == YAML_STREAM_END_EVENT || event.type == YAML_NO_EVENT;
      yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(text.size()) * state.iterations());
}

BENCHMARK(read_values)->Arg(4 << 10)->Arg(8 << 20)->Unit(benchmark::kMillisecond);
BENCHMARK(read_libyaml_events)->Arg(8 << 20)->Unit(benchmark::kMillisecond);
BENCHMARK(read_yaml_cpp)->Arg(8 << 20)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
