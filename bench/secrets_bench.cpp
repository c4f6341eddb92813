// rooms: policy model cel terraform kubernetes plan iam finding yaml json hcl value source base

// All forms of credentials over text that holds none: what looking for secrets costs an input.

#include <benchmark/benchmark.h>

#include <string>

#include "policy/secrets.h"

namespace {

// Manifests, configuration and numbers, with the digests that look most like keys.
std::string ordinary_text(std::size_t bytes) {
  std::string out;
  for (std::size_t i = 0; out.size() < bytes; ++i) {
    const auto number = std::to_string(i * 2654435761U % 1000003U);
    out += "      - name: worker-" + number +
           "\n        image: registry.example.com/shop/worker@sha256:";
    for (std::size_t k = 0; k < 64; ++k) out += "0123456789abcdef"[(i * 31 + k * k * 7) % 16];
    out +=
        "\n        env:\n          - {name: URL, value: \"https://api.example.com/v1/items?page=" +
        number + "\"}\n" + "resource \"aws_instance\" \"app_" + number + "\" {\n  ami = \"ami-0" +
        number + "\"\n  arn = \"arn:aws:iam::123456789012:role/app-" + number + "\"\n}\n";
  }
  return out;
}

void find_in_ordinary_text(benchmark::State& state) {
  const auto text = ordinary_text(16U << 20U);
  for (auto _ : state) benchmark::DoNotOptimize(stopgate::policy::find_credentials(text));
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * text.size()));
}
BENCHMARK(find_in_ordinary_text)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
