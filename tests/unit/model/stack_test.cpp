#include "model/stack.h"

#include <catch2/catch.hpp>

#include "model/read.h"
#include "support/memory_file_system.h"

using namespace stopgate;

namespace {

model::Model read(const std::string& configuration) {
  const test::MemoryFileSystem files{{"/r/main.tf", configuration}};
  auto model = model::read_model(files, {"/r"}, {.jobs = 1});
  REQUIRE(model);
  return std::move(*model);
}

std::size_t index_of(const model::Stack& stack, std::string_view address) {
  for (std::size_t i = 0; i < stack.resources.size(); ++i)
    if (stack.resources[i].address == address) return i;
  FAIL("no resource " << address);
  return 0;
}

}  // namespace

TEST_CASE("a resource finds those that name it, by reference or by value") {
  const auto model = read(R"(
variable "which" {}
resource "aws_s3_bucket" "referred" { bucket = "a" }
resource "aws_s3_bucket" "named" { bucket = "b" }
resource "aws_s3_bucket" "alone" { bucket = "c" }
resource "aws_s3_bucket_versioning" "one" { bucket = aws_s3_bucket.referred.id }
resource "aws_s3_bucket_versioning" "two" { bucket = "b" }
)");
  REQUIRE(model.stacks.size() == 1);
  const auto& stack = model.stacks[0];
  const auto link = [&](std::string_view address) {
    return stack.referrers(index_of(stack, address), "aws_s3_bucket_versioning", "bucket").link;
  };
  CHECK(link("aws_s3_bucket.referred") == model::Link::Found);
  CHECK(link("aws_s3_bucket.named") == model::Link::Found);
  CHECK(link("aws_s3_bucket.alone") == model::Link::None);
}

TEST_CASE("an argument that nobody can tell leaves the question open") {
  const auto model = read(R"(
variable "which" { type = string }
resource "aws_s3_bucket" "b" { bucket = "a" }
resource "aws_s3_bucket_versioning" "v" { bucket = var.which }
)");
  const auto& stack = model.stacks.at(0);
  CHECK(stack.referrers(index_of(stack, "aws_s3_bucket.b"), "aws_s3_bucket_versioning", "bucket")
            .link == model::Link::Undecided);
}

TEST_CASE("instances go together by their key") {
  const auto model = read(R"(
resource "aws_s3_bucket" "b" {
  for_each = toset(["x", "y"])
  bucket   = each.key
}
resource "aws_s3_bucket_versioning" "v" {
  for_each = toset(["x"])
  bucket   = aws_s3_bucket.b[each.key].id
}
)");
  const auto& stack = model.stacks.at(0);
  const auto link = [&](std::string_view address) {
    return stack.referrers(index_of(stack, address), "aws_s3_bucket_versioning", "bucket").link;
  };
  CHECK(link("aws_s3_bucket.b[\"x\"]") == model::Link::Found);
  CHECK(link("aws_s3_bucket.b[\"y\"]") == model::Link::None);
}
