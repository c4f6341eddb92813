// Resources against the schema of their provider: a file in the format of
// `terraform providers schema -json`, and the embedded table.

#include <catch2/catch.hpp>

#include "unit/terraform/loaded_root.h"

using namespace stopgate;
using namespace stopgate::terraform;
using test::LoadedRoot;

namespace {

using Lines = std::vector<std::string>;

constexpr std::string_view kSchema = R"({
  "format_version": "1.0",
  "provider_schemas": {
    "registry.terraform.io/example/box": {
      "resource_schemas": {
        "box_crate": {
          "version": 0,
          "block": {
            "attributes": {
              "id": {"type": "string", "computed": true},
              "label": {"type": "string", "required": true},
              "weight": {"type": "number", "optional": true},
              "marks": {"type": ["map", "string"], "optional": true, "computed": true},
              "old": {"type": "bool", "optional": true, "deprecated": true},
              "slots": {"type": ["list", ["object", {"a": "string"}]], "optional": true}
            },
            "block_types": {
              "lid": {"nesting_mode": "single", "block": {"attributes": {
                "color": {"type": "string", "required": true}}}},
              "item": {"nesting_mode": "list", "min_items": 1, "max_items": 2, "block": {}}
            }
          }
        }
      },
      "data_source_schemas": {"box_crate": {"block": {"attributes": {
        "label": {"type": "string", "required": true}}}}}
    }
  }
})";

constexpr std::string_view kProvider =
    "terraform {\n  required_providers {\n    box = { source = \"example/box\" }\n  }\n}\n";

Lines problems(const std::string& text) {
  source::MemoryFileSystem disk;
  disk.add("/schema.json", std::string(kSchema));
  LoadOptions options;
  options.provider_schemas = load_provider_schemas(disk, "/schema.json", {}).value();
  return LoadedRoot(test::Files{{"versions.tf", std::string(kProvider)}, {"main.tf", text}},
                    options)
      .problems();
}

Lines facts(const std::string& text) {
  return LoadedRoot(test::Files{{"main.tf", text}}).problems();
}

}  // namespace

TEST_CASE("arguments and blocks are held against a schema") {
  CHECK(problems(R"(resource "box_crate" "a" {
  label  = "x"
  weight = "12"
  slots {
    a = "1"
  }
  lid {
    color = var.c
  }
  dynamic "item" {
    for_each = [1, 2]
    content {}
  }
}
variable "c" {}
data "box_crate" "a" {
  label = 1
})") == Lines{});
  CHECK(problems(R"(resource "box_crate" "a" {
  lable  = "x"
  id     = "1"
  weight = "heavy"
  old    = true
  marks  = { a = ["x"] }
  lid {}
  item {}
  item {}
  item {}
  lit {}
  lifecycle {
    ignore_changes = [labels["x"]]
  }
}
resource "box_crates" "b" {}
)") == Lines{"main.tf:2:3: error: box_crate has no argument 'lable'",
             "main.tf:3:3: error: 'id' of box_crate cannot be set: the provider decides it",
             "main.tf:5:3: warning: 'old' of box_crate is deprecated",
             "main.tf:7:3: error: lid of box_crate has no argument 'color', which it needs",
             "main.tf:11:3: error: box_crate has no block 'lit'",
             "main.tf:10:3: error: box_crate takes 2 blocks 'item', this one has 3",
             "main.tf:1:1: error: box_crate has no argument 'label', which it needs",
             "main.tf:13:23: error: box_crate has no argument or block 'labels'",
             "main.tf:16:10: error: the provider example/box has no resource type 'box_crates'",
             "main.tf:6:18: error: 'marks' does not fit its type: a: a string is required, not "
             "tuple",
             "main.tf:4:12: error: 'weight' does not fit its type: a number is required, not "
             "\"heavy\""});
  CHECK(problems("data \"box_crate\" \"a\" {}\n") ==
        Lines{"main.tf:1:1: error: data.box_crate has no argument 'label', which it needs"});
}

TEST_CASE("a file that holds no schemas is refused") {
  source::MemoryFileSystem disk;
  disk.add("/plan.json", "{\"format_version\": \"1.2\"}");
  CHECK(load_provider_schemas(disk, "/plan.json", {}).error().message ==
        "'/plan.json' holds no provider schemas: it has no member 'provider_schemas'; write it "
        "with 'terraform providers schema -json'");
  CHECK_FALSE(load_provider_schemas(disk, "/none.json", {}).has_value());
}

TEST_CASE("without a schema, what is known of well-known providers is used") {
  CHECK(facts("resource \"aws_s3_bucket\" \"b\" {\n  bukcet = \"x\"\n}\n") ==
        Lines{"main.tf:2:3: error: aws_s3_bucket has no argument 'bukcet'"});
  CHECK(facts("resource \"aws_s3_bucketz\" \"b\" {}\n") ==
        Lines{"main.tf:1:10: error: the provider hashicorp/aws 5 has no resource type "
              "'aws_s3_bucketz'"});
  CHECK(facts("resource \"terraform_data\" \"a\" {\n  foo {}\n}\n") ==
        Lines{"main.tf:2:3: error: terraform_data has no block 'foo'"});
  CHECK(facts("resource \"aws_vpc\" \"v\" {\n  cidr_block = \"10.0.0.1/16\"\n"
              "  ipv4_netmask_length = 16\n}\n") ==
        Lines{"main.tf:3:25: error: 'cidr_block' and 'ipv4_netmask_length' exclude each other",
              "main.tf:2:16: error: '10.0.0.1/16' is no network: it has bits set beyond its "
              "prefix"});
  CHECK(facts("resource \"aws_iam_policy\" \"p\" {\n  policy = \"{ 'Version': 1 }\"\n}\n") ==
        Lines{"main.tf:2:12: error: 'policy' is no JSON object: expected a key in double "
              "quotes, found ''' (line 1, byte 3)"});
  CHECK(facts("resource \"aws_instance\" \"i\" {\n  tags {\n    a = 1\n  }\n"
              "  root_block_device = []\n}\n") ==
        Lines{"main.tf:5:3: error: 'root_block_device' of aws_instance is a block, not an "
              "argument",
              "main.tf:2:3: error: 'tags' of aws_instance is an argument, not a block"});
}

TEST_CASE("what a newer or another version may have is no error") {
  // Not known, siblings of what is known, and arguments that version 6 gave every resource.
  CHECK(facts(R"(resource "aws_s3_bucket" "b" {
  bucket    = "x"
  region    = "eu-west-1"
  encrypted = true
}
resource "aws_quantum_bucket" "q" {}
resource "aws_db_instance" "d" {
  instance_class     = "x"
  availability_zones = []
}
data "aws_quantum" "q" {
  nearly = 1
}
)") == Lines{});
  // The table has version 5; with 4 it has nothing to say.
  CHECK(facts(R"(terraform {
  required_providers {
    aws = { source = "hashicorp/aws", version = "~> 4.0" }
  }
}
resource "aws_s3_bucket" "b" {
  bukcet = "x"
}
)") == Lines{});
  // With 5 alone, what version 5.32 did not have is worth a warning.
  CHECK(facts(R"(terraform {
  required_providers {
    aws = { source = "hashicorp/aws", version = "~> 5.0" }
  }
}
resource "aws_s3_bucket" "b" {
  encrypted = true
}
)") == Lines{"main.tf:7:3: warning: aws_s3_bucket has no argument 'encrypted' in hashicorp/aws 5"});
  // Somebody else's provider of that name.
  CHECK(facts(R"(terraform {
  required_providers {
    aws = { source = "example/aws" }
  }
}
resource "aws_s3_bucket" "b" {
  bukcet = "x"
}
)") == Lines{});
}
