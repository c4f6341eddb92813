// rooms: model terraform hcl json yaml value source base

// Evaluating Terraform roots: linear in resources, and modules that many roots call read once.

#include <benchmark/benchmark.h>

#include <string>

#include "model/read.h"
#include "source/memory_file_system.h"
#include "terraform/load.h"

namespace {

using stopgate::source::MemoryFileSystem;

constexpr int kModules = 40;
constexpr int kRoots = 200;

std::string resources(int count) {
  std::string text =
      "variable \"prefix\" {\n  default = \"acme\"\n}\n"
      "locals {\n  tags = { team = \"payments\", stage = \"prod\" }\n}\n";
  for (int i = 0; i < count; ++i) {
    const auto n = std::to_string(i);
    if (i % 2 == 0) {
      text += "resource \"aws_s3_bucket\" \"b" + n + "\" {\n  bucket = \"${var.prefix}-" + n +
              "\"\n  tags   = merge(local.tags, { index = \"" + n + "\" })\n}\n";
    } else {
      text += "resource \"aws_s3_bucket_versioning\" \"v" + n + "\" {\n  bucket = aws_s3_bucket.b" +
              std::to_string(i - 1) +
              ".id\n  versioning_configuration {\n    status = \"Enabled\"\n  }\n}\n";
    }
  }
  return text;
}

// A resource count, in one root.
void evaluate_root(benchmark::State& state) {
  MemoryFileSystem files;
  files.add("/r/main.tf", resources(static_cast<int>(state.range(0))));
  for (auto _ : state) {
    stopgate::source::SourceMap sources;
    auto root = stopgate::terraform::load_root(sources, files, "/r", {.repository = "/"});
    benchmark::DoNotOptimize(root.resources.data());
  }
  state.SetComplexityN(state.range(0));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(evaluate_root)
    ->Arg(1'000)
    ->Arg(10'000)
    ->Arg(50'000)
    ->Unit(benchmark::kMillisecond)
    ->Complexity(benchmark::oN);

// Every root calls every module: 240 files, evaluated as 160,000 resources.
void read_monorepo(benchmark::State& state) {
  MemoryFileSystem files;
  // What modules may lie in: all of /r is one repository.
  files.add("/r/.git/HEAD", "ref: refs/heads/main\n");
  std::string calls;
  for (int i = 0; i < kModules; ++i) {
    const auto n = std::to_string(i);
    files.add("/r/modules/m" + n + "/main.tf", resources(20));
    calls += "module \"m" + n + "\" {\n  source = \"../../modules/m" + n + "\"\n}\n";
  }
  for (int i = 0; i < kRoots; ++i) files.add("/r/roots/r" + std::to_string(i) + "/main.tf", calls);
  for (auto _ : state) {
    auto model = stopgate::model::read_model(files, {"/r"}, {.jobs = 1});
    // 240 when each module is read once.
    state.counters["files"] = static_cast<double>(model->sources->size());
    std::size_t evaluated = 0;
    for (const auto& root : model->roots) evaluated += root.resources.size();
    state.counters["resources"] = static_cast<double>(evaluated);
    benchmark::DoNotOptimize(model->roots.data());
  }
}
BENCHMARK(read_monorepo)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
