// Calls of registry modules that are not installed.

#include <catch2/catch.hpp>

#include "unit/terraform/loaded_root.h"

using namespace stopgate;
using namespace stopgate::terraform;
using test::LoadedRoot;

namespace {

std::string text(const Resource& resource, std::string_view name) {
  return value::to_text(resource.attributes.value.get(name));
}

}  // namespace

TEST_CASE("the arguments of a call decide what is known of its resources") {
  const LoadedRoot loaded(test::Files{{"main.tf", R"(module "queue" {
  source            = "terraform-aws-modules/sqs/aws"
  version           = "~> 2.0"
  name              = "q"
  kms_master_key_id = var.key
  for_each          = toset(["a", "b"])
}
variable "key" {}
output "arn" {
  value = module.queue["a"].sqs_queue_arn
})"}});
  CHECK(loaded.problems().empty());
  REQUIRE(loaded.root.resources.size() == 2);
  const auto* queue = loaded.find("module.queue[\"a\"].aws_sqs_queue.this");
  REQUIRE(queue != nullptr);
  CHECK(queue->base_address == "module.queue.aws_sqs_queue.this");
  CHECK(text(*queue, "name") == "\"q\"");
  CHECK(text(*queue, "kms_master_key_id") == "\"(unknown: var.key has no value here)\"");
  // The module's default is null, so the argument is not there.
  CHECK(queue->attributes.value.get("policy").is_null());
  // Neither the call nor its defaults say.
  CHECK(queue->attributes.value.get("delay_seconds").is_unknown());
  CHECK(loaded.text(queue->header) == "module \"queue\" {");
  CHECK(queue->references.size() == 1);
}

TEST_CASE("what the table computes stands where the call writes it") {
  const LoadedRoot loaded(test::Files{{"main.tf", R"(module "sg" {
  source              = "terraform-aws-modules/security-group/aws"
  ingress_cidr_blocks = ["0.0.0.0/0"]
  ingress_rules       = ["ssh-tcp"]
  ingress_with_cidr_blocks = [
    { from_port = 80, to_port = 80, protocol = "tcp", cidr_blocks = "10.0.0.0/8,10.1.0.0/16" }
  ]
})"}});
  const auto* group = loaded.find("module.sg.aws_security_group.this");
  REQUIRE(group != nullptr);
  CHECK(
      text(*group, "ingress") ==
      R"([{"cidr_blocks":["10.0.0.0/8","10.1.0.0/16"],"description":null,"from_port":80,"protocol":"tcp","to_port":80},)"
      R"({"cidr_blocks":["0.0.0.0/0"],"description":"ssh-tcp","from_port":22,"protocol":"tcp","to_port":22}])");
}

TEST_CASE("a resource may hang on the arguments, and on the version") {
  const auto count = [](const std::string& arguments) {
    const LoadedRoot loaded(test::Files{{"main.tf",
                                         "variable \"acl\" {}\nmodule \"b\" {\n  source = "
                                         "\"terraform-aws-modules/s3-bucket/aws\"\n" +
                                             arguments + "}\n"}});
    std::size_t acls = 0;
    for (const auto& resource : loaded.root.resources)
      if (resource.type.text() == "aws_s3_bucket_acl") acls += resource.is_symbolic ? 10 : 1;
    return acls;
  };
  CHECK(count("") == 0);
  CHECK(count("  acl = \"private\"\n") == 1);
  CHECK(count("  acl = var.acl\n") == 10);
  const auto encrypted = [](const std::string& version) {
    const LoadedRoot loaded(
        test::Files{{"main.tf", "module \"db\" {\n  source = \"terraform-aws-modules/rds/aws\"\n" +
                                    version + "}\n"}});
    return text(loaded.root.resources.at(0), "storage_encrypted");
  };
  CHECK(encrypted("  version = \"3.5.0\"\n") == "false");
  CHECK(encrypted("  version = \"~> 6.0\"\n") == "true");
  CHECK(encrypted("") == "true");
}

TEST_CASE("other modules say nothing") {
  const LoadedRoot loaded(test::Files{
      {"main.tf", "module \"x\" {\n  source = \"example/sqs/aws\"\n  name   = \"q\"\n}\n"}});
  CHECK(loaded.root.resources.empty());
}
