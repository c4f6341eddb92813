// rooms: hcl

// HCL from bytes to our syntax tree with diagnostics. The figure to hold: 20 MB/s on one core.

#include <benchmark/benchmark.h>

#include <cstddef>
#include <string>

#include "hcl/parser.h"
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
  state.SetBytesProcessed(
      static_cast<std::int64_t>(state.iterations() * sources.file(id).text().size()));
}
BENCHMARK(parse_hcl)->Arg(4 << 10)->Arg(64 << 10)->Arg(3 << 20)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace stopgate

BENCHMARK_MAIN();
