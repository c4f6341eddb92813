#include <catch2/catch.hpp>

#include "terraform/load.h"

using namespace stopgate;
using namespace stopgate::terraform;

TEST_CASE("a realistic root is read from the disk") {
  const source::DiskFileSystem disk;
  const auto folder = std::string(STOPGATE_SOURCE_DIR) + "/fixtures/terraform/web-service";
  source::SourceMap sources;
  const auto root =
      load_root(sources, disk, folder, {.repository = disk.canonical(folder).value_or("")});
  CHECK(root.diagnostics.empty());
  std::vector<std::string> addresses;
  for (const auto& resource : root.resources) addresses.push_back(resource.address);
  CHECK(addresses ==
        std::vector<std::string>{"aws_iam_policy.app", "aws_security_group.web",
                                 "data.aws_iam_policy_document.app",
                                 "module.bucket[\"logs\"].aws_s3_bucket.this",
                                 "module.bucket[\"uploads\"].aws_s3_bucket.this",
                                 "module.bucket[\"uploads\"].aws_s3_bucket_versioning.this[0]"});
  REQUIRE(root.resources.size() == 6);
  CHECK(root.resources[0].decoded.size() == 1);
  CHECK(root.resources[1].attributes.value.get("ingress").items().size() == 2);
  CHECK(to_text(root.resources[3].effective_tags) ==
        R"({"environment":"production","owner":"payments"})");
  // Blocks of the shared module are listed once.
  std::size_t variables = 0;
  for (const auto& block : root.blocks) variables += block.type == "variable" ? 1 : 0;
  CHECK(variables == 5);
}
