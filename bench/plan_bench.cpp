// rooms: plan yaml json value source base

// Reading a large plan, against reading its file and against a tree of everything (nlohmann).
//
// STOPGATE_BENCH_PLAN names a plan to use instead of the one made here; `plan_bench --peak FILE`
// prints the peak memory of reading one.

#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "plan/reader.h"
#include "source/file_system.h"

namespace {

using stopgate::Limits;

constexpr int kResources = 20'000;

// Instances with the attributes, nested blocks and JSON strings of real ones: seven in ten
// unchanged, the others updated, replaced, created or deleted.
class PlanText {
 public:
  static std::string make() {
    PlanText out;
    out.text_ =
        R"({"format_version":"1.2","terraform_version":"1.9.8","variables":{"password":{"value":"correct-horse-battery"}},"planned_values":{"root_module":{"resources":[)";
    out.add_all([&](int i) {
      return R"({"address":)" + address(i) +
             R"(,"mode":"managed","type":"aws_instance","values":)" + values(i, "m5.large") +
             R"(,"sensitive_values":{"tags":{},"root_block_device":[{}]}})";
    });
    out.text_ += R"(]}},"resource_changes":[)";
    out.add_all([](int i) { return change(i); });
    out.text_ +=
        R"(],"prior_state":{"format_version":"1.0","values":{"root_module":{"resources":[)";
    out.add_all([](int i) {
      return R"({"address":)" + address(i) + R"(,"values":)" + values(i, "m5.large") +
             R"(,"sensitive_values":{"tags":{},"root_block_device":[{}]}})";
    });
    out.text_ +=
        R"(]}}},"configuration":{"root_module":{"variables":{"password":{"sensitive":true}}}},"applyable":true,"complete":true,"errored":false})";
    return std::move(out.text_);
  }

 private:
  template <typename Make>
  void add_all(Make&& make) {
    for (int i = 0; i < kResources; ++i) {
      if (i > 0) text_ += ',';
      text_ += make(i);
    }
  }

  static std::string address(int i) {
    return R"("module.stack[\")" + std::to_string(i / 100) + R"(\"].aws_instance.web[)" +
           std::to_string(i) + "]\"";
  }

  static std::string values(int i, std::string_view size) {
    const auto n = std::to_string(i);
    return R"({"ami":"ami-0123456789abcdef0","arn":"arn:aws:ec2:eu-west-1:111122223333:instance/i-)" +
           n +
           R"(","associate_public_ip_address":false,"availability_zone":"eu-west-1a","cpu_options":[{"core_count":2,"threads_per_core":1}],)"
           R"("disable_api_termination":false,"ebs_block_device":[],"ebs_optimized":false,"host_id":"","iam_instance_profile":"web","id":"i-)" +
           n + R"(","instance_state":"running","instance_type":")" + std::string(size) +
           R"(","ipv6_addresses":[],"metadata_options":[{"http_endpoint":"enabled","http_put_response_hop_limit":1,"http_tokens":"required"}],"monitoring":false,)"
           R"("policy":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"*\"}]}",)"
           R"("private_ip":"10.0.0.1","root_block_device":[{"delete_on_termination":true,"encrypted":true,"iops":3000,"kms_key_id":"","volume_size":50,"volume_type":"gp3"}],)"
           R"("source_dest_check":true,"subnet_id":"subnet-0123456789abcdef0","tags":{"Name":"web-)" +
           n + R"(","Owner":"platform"},"tags_all":{"Name":"web-)" + n +
           R"(","Owner":"platform","Stack":"prod"},"timeouts":null,"user_data":"0123456789abcdef0123456789abcdef01234567","vpc_security_group_ids":["sg-0123456789abcdef0"]})";
  }

  static std::string change(int i) {
    const auto sides = [&](std::string_view actions, const std::string& before,
                           const std::string& after) {
      return R"({"address":)" + address(i) + R"(,"module_address":"module.stack[\")" +
             std::to_string(i / 100) +
             R"(\"]","mode":"managed","type":"aws_instance","name":"web","index":)" +
             std::to_string(i) +
             R"(,"provider_name":"registry.terraform.io/hashicorp/aws","change":{"actions":[)" +
             std::string(actions) + R"(],"before":)" + before + R"(,"after":)" + after +
             R"(,"after_unknown":{"tags":{},"root_block_device":[{}]},"before_sensitive":{"tags":{},"root_block_device":[{}]},"after_sensitive":{"tags":{},"root_block_device":[{}]}}})";
    };
    const auto now = values(i, "m5.large");
    switch (i % 10) {
      case 0:
        return sides(R"("update")", now, values(i, "m5.xlarge"));
      case 1:
        return sides(R"("delete","create")", now, values(i + 1, "m5.large"));
      case 2:
        return i % 20 < 10 ? sides(R"("create")", "null", now) : sides(R"("delete")", now, "null");
      default:
        return sides(R"("no-op")", now, now);
    }
  }

  std::string text_;
};

std::string plan_path() {
  if (const char* given = std::getenv("STOPGATE_BENCH_PLAN")) return given;
  static const std::string path = [] {
    std::string name = "plan_bench.json";
    std::ofstream(name, std::ios::binary) << PlanText::make();
    return name;
  }();
  return path;
}

std::string read_text() {
  return stopgate::source::DiskFileSystem()
      .read(plan_path(), Limits{}.plan_bytes)
      .value_or(std::string{});
}

void report_bytes(benchmark::State& state, std::size_t bytes) {
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) *
                          static_cast<std::int64_t>(bytes));
}

void read_file(benchmark::State& state) {
  std::size_t bytes = 0;
  for (auto _ : state) bytes = read_text().size();
  report_bytes(state, bytes);
}

void read_file_and_plan(benchmark::State& state) {
  std::size_t bytes = 0;
  for (auto _ : state) {
    auto text = read_text();
    bytes = text.size();
    benchmark::DoNotOptimize(stopgate::plan::read_plan("plan.json", std::move(text)));
  }
  report_bytes(state, bytes);
}

void read_file_and_nlohmann_tree(benchmark::State& state) {
  std::size_t bytes = 0;
  for (auto _ : state) {
    const auto text = read_text();
    bytes = text.size();
    benchmark::DoNotOptimize(nlohmann::json::parse(text, nullptr, false));
  }
  report_bytes(state, bytes);
}

int print_peak(const char* path) {
  auto text = stopgate::source::DiskFileSystem().read(path, Limits{}.plan_bytes);
  if (!text) return 1;
  const auto bytes = static_cast<double>(text->size());
  const auto plan = stopgate::plan::read_plan(path, std::move(*text));
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto peak = static_cast<double>(usage.ru_maxrss) * 1024;
  std::cout << plan.changes.size() << " changes, " << bytes / 1e6 << " MB, peak " << peak / 1e6
            << " MB, " << peak / bytes << " x the file\n";
  return 0;
}

BENCHMARK(read_file)->Unit(benchmark::kMillisecond);
BENCHMARK(read_file_and_plan)->Unit(benchmark::kMillisecond);
BENCHMARK(read_file_and_nlohmann_tree)->Unit(benchmark::kMillisecond);

}  // namespace

int main(int argc, char** argv) {
  if (argc == 3 && std::string_view(argv[1]) == "--peak") return print_peak(argv[2]);
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
