// rooms: hcl

// HCL from bytes to our syntax tree with diagnostics. The figure to hold: 20 MB/s on one core.
//
// Beside it, over the same bytes: tree-sitter's core alone, which makes its tree and nobody walks
// it; a file with one broken line, which tree-sitter has to read; and a scan for newlines.

#include <benchmark/benchmark.h>
#include <tree_sitter/api.h>

#include <algorithm>
#include <cstddef>
#include <string>

#include "hcl/language.h"
#include "hcl/parser.h"
#include "hcl/pool_scope.h"
#include "source/source_file.h"

namespace stopgate {
namespace {

// What Terraform roots are made of: resources with nested blocks, references, templates, a policy
// now and then, about `bytes` of it.
std::string generate(std::size_t bytes) {
  std::string text;
  for (std::size_t number = 0; text.size() < bytes; ++number) {
    const auto id = std::to_string(number);
    text += "# Team " + id + " owns what follows.\nresource \"aws_instance\" \"node_" + id +
            "\" {\n"
            "  ami           = data.aws_ami.base.id\n"
            "  instance_type = var.environment == \"production\" ? \"m6i.large\" : \"t3.micro\"\n"
            "  subnet_id     = element(var.subnet_ids, " +
            id +
            ")\n"
            "  vpc_security_group_ids = [aws_security_group.node[0].id, "
            "module.network.shared_group_id]\n\n"
            "  metadata_options {\n    http_endpoint = \"enabled\"\n    http_tokens   = "
            "\"required\"\n  }\n\n"
            "  root_block_device {\n    volume_size = 50\n    encrypted   = true\n  }\n\n"
            "  tags = merge(local.common_tags, {\n    Name        = \"${var.prefix}-node-" +
            id +
            "\"\n"
            "    Environment = var.environment\n    CostCenter  = \"cc-" +
            id + "\"\n  })\n}\n\n";
    if (number % 4 == 0) {
      text += "resource \"aws_iam_role_policy\" \"policy_" + id +
              "\" {\n  role   = aws_iam_role.service.id\n"
              "  policy = jsonencode({\n    Version = \"2012-10-17\"\n    Statement = [for bucket "
              "in var.buckets : {\n"
              "      Effect   = \"Allow\"\n      Action   = [\"s3:GetObject\", \"s3:PutObject\"]\n"
              "      Resource = \"arn:aws:s3:::${bucket}/${lower(var.prefix)}/*\"\n    } if bucket "
              "!= \"\"]\n  })\n}\n\n";
    }
    if (number % 16 == 0) {
      text += "locals {\n  script_" + id +
              " = <<-EOT\n    #!/bin/sh\n    set -eu\n    echo \"${var.prefix} starts\"\n"
              "    %{ for name in var.names ~}\n    systemctl enable ${name}\n    %{ endfor ~}\n  "
              "EOT\n}\n\n";
    }
  }
  return text;
}

void set_bytes(benchmark::State& state, std::size_t size) {
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * size));
}

void parse_hcl(benchmark::State& state) {
  source::SourceMap sources;
  const auto id = sources.add("main.tf", generate(static_cast<std::size_t>(state.range(0))));
  std::size_t diagnostics = 0;
  for (auto _ : state) {
    const auto file = hcl::parse(sources, id);
    diagnostics += file.diagnostics.size();
    benchmark::DoNotOptimize(file.body.blocks.data());
  }
  if (diagnostics > 0) state.SkipWithError("the input has syntax errors");
  set_bytes(state, sources.file(id).text().size());
}

void parse_broken_hcl(benchmark::State& state) {
  source::SourceMap sources;
  const auto id = sources.add(
      "main.tf", generate(static_cast<std::size_t>(state.range(0))) + "locals {\n  a =\n}\n");
  for (auto _ : state) {
    const auto file = hcl::parse(sources, id);
    if (file.diagnostics.empty()) state.SkipWithError("the input has no syntax error");
    benchmark::DoNotOptimize(file.body.blocks.data());
  }
  set_bytes(state, sources.file(id).text().size());
}

void tree_sitter_core(benchmark::State& state) {
  const auto text = generate(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) {
    Pool pool;
    const hcl::PoolScope scope(pool);
    TSParser* parser = ts_parser_new();
    ts_parser_set_language(parser, hcl::language());
    TSTree* tree = ts_parser_parse_string(parser, nullptr, text.data(),
                                          static_cast<std::uint32_t>(text.size()));
    benchmark::DoNotOptimize(tree);
    if constexpr (!kFreesAll) {
      ts_tree_delete(tree);
      ts_parser_delete(parser);
    }
  }
  set_bytes(state, text.size());
}

void count_newlines(benchmark::State& state) {
  const auto text = generate(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(std::count(text.begin(), text.end(), '\n'));
  set_bytes(state, text.size());
}

BENCHMARK(parse_hcl)->Arg(4 << 10)->Arg(64 << 10)->Arg(3 << 20)->Unit(benchmark::kMillisecond);
BENCHMARK(parse_broken_hcl)->Arg(3 << 20)->Unit(benchmark::kMillisecond);
BENCHMARK(tree_sitter_core)->Arg(3 << 20)->Unit(benchmark::kMillisecond);
BENCHMARK(count_newlines)->Arg(3 << 20)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace stopgate

BENCHMARK_MAIN();
