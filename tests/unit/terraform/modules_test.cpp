#include <catch2/catch.hpp>

#include "terraform/load.h"
#include "unit/terraform/loaded_root.h"

using namespace stopgate;
using namespace stopgate::terraform;
using test::Files;
using test::LoadedRoot;

using Lines = std::vector<std::string>;

TEST_CASE("module calls are evaluated each on their own") {
  struct Row {
    std::string name;
    Files files;
    Lines expected;
  };
  const std::string module =
      "variable \"x\" {}\nresource \"t\" \"in\" {\n  x = var.x\n}\noutput \"y\" {\n  value = "
      "\"y-${t.in.x}\"\n}\noutput \"id\" {\n  value = t.in.id\n}\n";
  const std::vector<Row> rows = {
      {"inputs and outputs",
       {{"main.tf", R"x(
module "a" {
  source = "./m"
  x      = "1"
}
module "b" {
  source = "./m"
  x      = module.a.y
}
resource "t" "out" {
  y  = module.b.y
  id = module.a.id
}
)x"},
        {"m/m.tf", module}},
       {R"x(t.out {"id":"(unknown: known only after apply)","y":"y-y-1"})x",
        R"x(module.a.t.in {"x":"1"})x", R"x(module.b.t.in {"x":"y-1"})x"}},
      {"count and for_each",
       {{"main.tf", R"x(
module "c" {
  source = "./m"
  count  = 2
  x      = count.index
}
module "f" {
  source   = "./m"
  for_each = { "k.1" = "v" }
  x        = each.value
}
resource "t" "out" {
  c = module.c[1].y
  f = module.f["k.1"].y
  s = module.c[*].y
}
)x"},
        {"m/m.tf", module}},
       {R"x(t.out {"c":"y-1","f":"y-v","s":["y-0","y-1"]})x", R"x(module.c[0].t.in {"x":0})x",
        R"x(module.c[1].t.in {"x":1})x", R"x(module.f["k.1"].t.in {"x":"v"})x"}},
      {"modules that need each other's outputs",
       {{"main.tf", R"x(
module "a" {
  source = "./two"
  p      = module.b.r
  q      = 1
}
module "b" {
  source = "./two"
  p      = 2
  q      = module.a.s
}
resource "t" "out" {
  x = module.a.r
}
)x"},
        {"two/m.tf",
         "variable \"p\" {}\nvariable \"q\" {}\noutput \"r\" {\n  value = var.p\n}\noutput \"s\" "
         "{\n  value = var.q\n}\n"}},
       {R"x(t.out {"x":2})x"}},
      {"a whole resource goes through an output and a loop",
       {{"main.tf", R"x(
module "a" {
  source = "./m"
}
resource "t" "out" {
  for_each = module.a.all
  n        = each.value.name
  i        = each.value.arn
}
)x"},
        {"m/m.tf",
         "resource \"t\" \"in\" {\n  for_each = toset([\"k\"])\n  name = each.key\n}\noutput "
         "\"all\" {\n  value = t.in\n}\n"}},
       {R"x(t.out["k"] {"i":"(unknown: known only after apply)","n":"k"})x",
        R"x(module.a.t.in["k"] {"name":"k"})x"}},
      {"an installed module",
       {{"main.tf", "module \"r\" {\n  source = \"ns/name/aws\"\n  x = 1\n}\n"},
        {".terraform/modules/modules.json",
         R"x({"Modules":[{"Key":"","Source":"","Dir":"."},{"Key":"r","Source":"registry.terraform.io/ns/name/aws","Version":"1.0.0","Dir":".terraform/modules/r"}]})x"},
        {".terraform/modules/r/main.tf", module}},
       {R"x(module.r.t.in {"x":1})x"}},
      {"a module that is not installed has unknown outputs",
       {{"main.tf",
         "module \"r\" {\n  source = \"ns/name/aws\"\n}\nresource \"t\" \"a\" {\n  x = "
         "module.r.y\n}\n"}},
       {R"x(t.a {"x":"(unknown: its module is not read)"})x"}},
      {"paths",
       {{"main.tf", "module \"m\" {\n  source = \"../lib/m\"\n}\n"},
        {"/lib/m/main.tf", "resource \"t\" \"a\" {\n  m = path.module\n  r = path.root\n}\n"}},
       {R"x(module.m.t.a {"m":"../lib/m","r":"."})x"}},
  };
  for (const auto& row : rows) {
    INFO(row.name);
    const LoadedRoot loaded(row.files);
    CHECK(loaded.problems() == Lines{});
    CHECK(loaded.resources() == row.expected);
  }
}

TEST_CASE("what is wrong with a module call") {
  struct Row {
    std::string name;
    Files files;
    Lines expected;
  };
  const std::vector<Row> rows = {
      {"inputs",
       {{"main.tf", "module \"m\" {\n  source = \"./m\"\n  nmae = 1\n}\n"},
        {"m/m.tf", "variable \"name\" {}\n"}},
       {"main.tf:1:1: error: the module call has no argument 'name', which the module requires",
        "main.tf:3:3: error: the module declares no variable 'nmae'"}},
      {"no folder",
       {{"main.tf", "module \"m\" {\n  source = \"./m\"\n}\n"}},
       {"main.tf:2:12: error: the module's folder '/r/m' cannot be read: no such file or "
        "directory"}},
      {"no output",
       {{"main.tf",
         "module \"m\" {\n  source = \"./m\"\n}\noutput \"o\" {\n  value = module.m.x\n}\n"},
        {"m/m.tf", "output \"y\" {\n  value = 1\n}\n"}},
       {"main.tf:5:11: error: module 'm' has no output 'x'"}},
      {"a circle",
       {{"main.tf", "module \"m\" {\n  source = \"./m\"\n}\n"},
        {"m/m.tf", "module \"n\" {\n  source = \"../m\"\n}\n"}},
       {"m/m.tf:2:12: error: the module '../m' calls itself"}},
  };
  for (const auto& row : rows) {
    INFO(row.name);
    CHECK(LoadedRoot(row.files).problems() == row.expected);
  }
}

TEST_CASE("a module outside of the repository is not read") {
  source::MemoryFileSystem disk{
      {"/repo/r/main.tf", "module \"m\" {\n  source = \"../../secret\"\n}\n"},
      {"/secret/main.tf", "resource \"t\" \"a\" {}\n"}};
  source::SourceMap sources;
  const auto root = load_root(sources, disk, "/repo/r", {.repository = "/repo"});
  CHECK(root.resources.empty());
  REQUIRE(root.diagnostics.size() == 1);
  CHECK(root.diagnostics[0].message ==
        "the module's folder '/secret' cannot be read: lies outside '/repo'");
}

TEST_CASE("providers and effective tags follow the alias in use, through modules") {
  const LoadedRoot loaded(Files{{"main.tf", R"x(
variable "team" {}
provider "aws" {
  default_tags {
    tags = { owner = "default", env = "prod" }
  }
}
provider "aws" {
  alias = "eu"
  default_tags {
    tags = { owner = "eu" }
  }
}
provider "aws" {
  alias = "team"
  default_tags {
    tags = { team = var.team }
  }
}
resource "aws_s3_bucket" "a" {
  tags = { env = "test" }
}
resource "aws_s3_bucket" "b" {
  provider = aws.eu
}
resource "aws_s3_bucket" "c" {
  provider = aws.team
}
resource "google_storage_bucket" "g" {}
module "m" {
  source    = "./m"
  providers = { aws = aws.eu }
}
module "n" {
  source = "./m"
}
)x"},
                                {"m/m.tf", "resource \"aws_s3_bucket\" \"in\" {}\n"}});
  CHECK(loaded.problems() == Lines{});
  const auto tags = [&](std::string_view address) {
    const auto* resource = loaded.find(address);
    REQUIRE(resource != nullptr);
    return resource->provider + " " + value::to_text(resource->effective_tags);
  };
  CHECK(tags("aws_s3_bucket.a") == R"x(aws {"env":"test","owner":"default"})x");
  CHECK(tags("aws_s3_bucket.b") == R"x(aws.eu {"owner":"eu"})x");
  CHECK(tags("aws_s3_bucket.c") ==
        R"x(aws.team {"team":"(unknown: var.team has no value here)"})x");
  CHECK(tags("google_storage_bucket.g") == "google null");
  CHECK(tags("module.m.aws_s3_bucket.in") == R"x(aws.eu {"owner":"eu"})x");
  CHECK(tags("module.n.aws_s3_bucket.in") == R"x(aws {"env":"prod","owner":"default"})x");
}

TEST_CASE("references lead to resources through locals, variables and outputs") {
  const LoadedRoot loaded(
      Files{{"main.tf", R"x(
resource "b" "one" {}
locals {
  bucket = b.one.id
}
module "m" {
  source = "./m"
  bucket = local.bucket
}
resource "v" "direct" {
  bucket = b.one.id
  rule {
    key = "${b.one.arn}/*"
  }
}
resource "v" "out" {
  bucket = module.m.name
}
)x"},
            {"m/m.tf",
             "variable \"bucket\" {}\nresource \"v\" \"in\" {\n  bucket = var.bucket\n}\nresource "
             "\"b\" \"two\" {}\noutput \"name\" {\n  value = b.two.bucket\n}\n"}});
  const auto references = [&](std::string_view address) {
    Lines lines;
    for (const auto& reference : loaded.find(address)->references)
      lines.push_back(reference.argument + " -> " + reference.target + " " + reference.attribute);
    return lines;
  };
  CHECK(references("v.direct") == Lines{"bucket -> b.one id", "rule.key -> b.one arn"});
  CHECK(references("v.out") == Lines{"bucket -> module.m name", "bucket -> module.m.b.two bucket"});
  CHECK(references("module.m.v.in") ==
        Lines{"bucket -> module.m.var.bucket ", "bucket -> b.one id"});
}

TEST_CASE("roots are the folders that no other calls") {
  const source::MemoryFileSystem disk{
      {"/prod/main.tf", "module \"a\" {\n  source = \"../modules/a\"\n}\n"},
      {"/modules/a/main.tf", "module \"b\" {\n  source = \"../b\"\n}\n"},
      {"/modules/b/main.tf", "resource \"t\" \"a\" {}\n"},
      {"/x/main.tf", "module \"y\" {\n  source = \"../y\"\n}\n"},
      {"/y/main.tf", "module \"x\" {\n  source = \"../x\"\n}\n"},
      {"/docs/readme.md", ""},
  };
  source::SourceMap sources;
  CHECK(find_roots(sources, disk, {"/docs", "/modules/a", "/modules/b", "/prod", "/x", "/y"}) ==
        Lines{"/prod", "/x"});
  CHECK(sources.size() == 0);
}
