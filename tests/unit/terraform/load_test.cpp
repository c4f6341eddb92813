#include "terraform/load.h"

#include <catch2/catch.hpp>

#include "terraform/cty_value.h"
#include "unit/terraform/loaded_root.h"

using namespace stopgate;
using namespace stopgate::terraform;
using test::Files;
using test::LoadedRoot;

using Lines = std::vector<std::string>;

TEST_CASE("a root becomes resources with evaluated arguments") {
  struct Row {
    std::string name;
    Files files;
    Lines expected;
  };
  const std::vector<Row> rows = {
      {"literals",
       {{"main.tf", "resource \"t\" \"a\" {\n  x = 1\n  y = null\n  z = [true, \"s\"]\n}\n"}},
       {R"x(t.a {"x":1,"y":null,"z":[true,"s"]})x"}},
      {"meta-arguments are no attributes",
       {{"main.tf", R"x(resource "t" "a" {
  provider   = aws.eu
  depends_on = [t.b]
  x          = 1
  lifecycle {
    prevent_destroy = true
  }
  provisioner "local-exec" {
    command = self.x
  }
}
provider "aws" {
  alias = "eu"
}
resource "t" "b" {}
)x"}},
       {R"x(t.a {"x":1})x", "t.b {}"}},
      {"defaults, locals and their order",
       {{"main.tf", R"x(
variable "v" {
  type    = number
  default = "5"
}
locals {
  b = local.a + 1
  a = var.v
}
resource "t" "a" {
  x = local.b
}
)x"}},
       {R"x(t.a {"x":6})x"}},
      {"a variable without value",
       {{"main.tf", "variable \"v\" {}\nresource \"t\" \"a\" {\n  x = \"p-${var.v}\"\n}\n"}},
       {R"x(t.a {"x":"(unknown: var.v has no value here)"})x"}},
      {"count and for_each",
       {{"main.tf", R"x(
resource "t" "c" {
  count = 2
  x     = count.index
}
resource "t" "f" {
  for_each = { a = 1, "b.c\"" = 2 }
  x        = "${each.key}=${each.value}"
}
resource "t" "none" {
  count = 0
}
resource "t" "set" {
  for_each = toset(["s"])
  x        = each.value
}
)x"}},
       {R"x(t.c[0] {"x":0})x", R"x(t.c[1] {"x":1})x", R"x(t.f["a"] {"x":"a=1"})x",
        R"x(t.f["b.c\""] {"x":"b.c\"=2"})x", R"x(t.set["s"] {"x":"s"})x"}},
      {"references to what is configured and to what is computed",
       {{"main.tf", R"x(
resource "t" "a" {
  name = "n"
}
resource "t" "b" {
  name = t.a.name
  id   = t.a.id
}
data "d" "x" {
  q = 1
}
resource "t" "c" {
  q = data.d.x.q
  v = data.d.x.value
}
)x"}},
       {R"x(data.d.x {"q":1})x", R"x(t.a {"name":"n"})x",
        R"x(t.b {"id":"(unknown: known only after apply)","name":"n"})x",
        R"x(t.c {"q":1,"v":"(unknown: known only after apply)"})x"}},
      {"references to instances",
       {{"main.tf", R"x(
resource "t" "c" {
  count = 2
  name  = "n${count.index}"
}
resource "t" "d" {
  first = t.c[0].name
  all   = t.c[*].name
  ids   = length(t.c[*].id)
  loop  = [for o in t.c : o.name]
}
)x"}},
       {R"x(t.c[0] {"name":"n0"})x", R"x(t.c[1] {"name":"n1"})x",
        R"x(t.d {"all":["n0","n1"],"first":"n0","ids":2,"loop":["n0","n1"]})x"}},
      {"nested and dynamic blocks",
       {{"main.tf", R"x(
resource "t" "a" {
  ingress {
    port = 1
  }
  dynamic "ingress" {
    for_each = [2, 3]
    content {
      port = ingress.value
    }
  }
  dynamic "rule" {
    for_each = { k = "v" }
    iterator = it
    content {
      inner {
        text = "${it.key}-${it.value}"
      }
    }
  }
}
)x"}},
       {R"x(t.a {"ingress":[{"port":1},{"port":2},{"port":3}],"rule":[{"inner":[{"text":"k-v"}]}]})x"}},
      {"an unknown dynamic block makes the list unknown",
       {{"main.tf", R"x(
variable "rules" {}
resource "t" "a" {
  ingress {
    port = 1
  }
  dynamic "ingress" {
    for_each = var.rules
    content {
      port = ingress.value
    }
  }
}
)x"}},
       {R"x(t.a {"ingress":"(unknown: var.rules has no value here)"})x"}},
      {"override files",
       {{"main.tf",
         "resource \"t\" \"a\" {\n  x = 1\n  y = 1\n  b {\n    p = 1\n  }\n  c {}\n}\nlocals {\n  "
         "l = 1\n}\n"},
        {"z_override.tf",
         "resource \"t\" \"a\" {\n  x = local.l\n  b {\n    q = 2\n  }\n}\nlocals {\n  l = "
         "7\n}\n"}},
       {R"x(t.a {"b":[{"q":2}],"c":[{}],"x":7,"y":1})x"}},
      {"a .tofu file hides the .tf file of its name",
       {{"a.tf", "resource \"t\" \"a\" {}\n"}, {"a.tofu", "resource \"t\" \"b\" {}\n"}},
       {"t.b {}"}},
      {"files that Terraform ignores",
       {{".hidden.tf", "resource \"t\" \"a\" {}\n"},
        {"x.tf~", "?"},
        {"main.tf", "resource \"t\" \"b\" {}\n"}},
       {"t.b {}"}},
      {"the workspace is not known, paths are",
       {{"main.tf", "resource \"t\" \"a\" {\n  w = terraform.workspace\n  p = path.module\n}\n"}},
       {R"x(t.a {"p":".","w":"(unknown: the workspace is not given)"})x"}},
  };
  for (const auto& row : rows) {
    INFO(row.name);
    const LoadedRoot loaded(row.files);
    CHECK(loaded.problems() == Lines{});
    CHECK(loaded.resources() == row.expected);
  }
}

TEST_CASE("variables take the value of the strongest source") {
  const std::string declared =
      "variable \"v\" {\n  default = \"default\"\n}\nresource \"t\" \"a\" {\n  x = var.v\n}\n";
  struct Row {
    std::string expected;
    Files files;
    LoadOptions options;
  };
  const LoadOptions environment{
      .environment = {{"TF_VAR_v", "environment"}, {"TF_VAR_other", "x"}}};
  auto command_line = environment;
  command_line.variables = {{"v", "command line"}};
  auto file = environment;
  file.variable_files = {"/r/x.tfvars"};
  const std::string standard = "v = \"standard\"\n";
  const std::vector<Row> rows = {
      {"default", {}, {}},
      {"environment", {}, environment},
      {"standard", {{"terraform.tfvars", standard}}, environment},
      {"json",
       {{"terraform.tfvars", standard}, {"terraform.tfvars.json", R"x({"v": "json"})x"}},
       environment},
      {"b",
       {{"terraform.tfvars", standard},
        {"b.auto.tfvars.json", R"x({"v": "b"})x"},
        {"a.auto.tfvars", "v = \"a\"\n"}},
       environment},
      {"given file",
       {{"a.auto.tfvars", "v = \"a\"\n"}, {"x.tfvars", "v = \"given file\"\n"}},
       file},
      {"command line", {{"a.auto.tfvars", "v = \"a\"\n"}}, command_line},
  };
  for (const auto& row : rows) {
    auto files = row.files;
    files["main.tf"] = declared;
    const LoadedRoot loaded(files, row.options);
    CHECK(loaded.problems() == Lines{});
    CHECK(loaded.resources() == Lines{R"x(t.a {"x":")x" + row.expected + "\"}"});
  }
}

TEST_CASE("values from outside are converted to the declared type") {
  const Files files = {{"main.tf", R"x(
variable "n" { type = number }
variable "l" { type = list(string) }
variable "s" {}
variable "o" { type = object({ a = string, b = optional(number, 3) }) }
resource "t" "a" {
  n = var.n
  l = var.l
  s = var.s
  o = var.o
}
)x"}};
  const LoadOptions options{
      .variables = {{"n", "5"}, {"l", "[\"a\", 1]"}, {"s", "[1]"}, {"o", "{a = 1}"}}};
  const LoadedRoot loaded(files, options);
  CHECK(loaded.problems() == Lines{});
  CHECK(loaded.resources() ==
        Lines{R"x(t.a {"l":["a","1"],"n":5,"o":{"a":"1","b":3},"s":"[1]"})x"});
}

TEST_CASE("mistakes are reported where they stand") {
  struct Row {
    std::string text;
    Lines expected;
  };
  const std::vector<Row> rows = {
      {"resource \"t\" \"a\" {\n  x = var.nmae\n}\nvariable \"name\" {\n  default = 1\n}\n",
       {"main.tf:2:7: error: there is no variable 'nmae' in this module"}},
      {"resource \"t\" \"a\" {\n  x = t.b.id\n}\n",
       {"main.tf:2:7: error: there is no resource 't.b' in this module"}},
      {"resource \"t\" \"a\" {}\nresource \"t\" \"a\" {}\n",
       {"main.tf:2:1: error: resource 't.a' is already declared"}},
      {"locals {\n  a = local.b\n  b = local.a\n}\n",
       {"main.tf:2:3: error: these need each other: local.a -> local.b -> local.a"}},
      {"resource \"t\" \"a\" {\n  x = t.a.y\n}\n", {"main.tf:1:1: error: 't.a' refers to itself"}},
      {"resource \"t\" \"a\" {\n  count = -1\n}\n",
       {"main.tf:2:11: error: 'count' needs a whole number of 0 or more, got -1"}},
      {"resource \"t\" \"a\" {\n  for_each = [\"a\"]\n}\n",
       {"main.tf:2:14: error: 'for_each' needs a map or a set of strings, got tuple"}},
      {"resource \"t\" \"a\" {\n  x = each.key\n}\n",
       {"main.tf:2:7: error: 'each' is only known in a block that has 'for_each'"}},
      {"resorce \"t\" \"a\" {}\n",
       {"main.tf:1:1: error: blocks of type 'resorce' are not expected here"}},
      {"output \"o\" {}\n", {"main.tf:1:1: error: the output block has no argument 'value'"}},
      {"variable \"v\" {\n  type    = number\n  default = \"x\"\n}\n",
       {"main.tf:3:13: error: the value of variable 'v' does not fit its type: a number is "
        "required, not \"x\""}},
  };
  for (const auto& row : rows) {
    INFO(row.text);
    CHECK(LoadedRoot(Files{{"main.tf", row.text}}).problems() == row.expected);
  }
}

TEST_CASE("an unknown repetition is one instance that stands for any number") {
  const LoadedRoot loaded(Files{{"main.tf", R"x(
variable "names" {}
resource "t" "a" {
  for_each = var.names
  x        = each.key
  y        = 1
}
resource "t" "b" {
  count = length(var.names)
  x     = count.index
}
)x"}});
  CHECK(loaded.problems() == Lines{});
  CHECK(loaded.root.symbolic == 2);
  REQUIRE(loaded.find("t.a") != nullptr);
  CHECK(loaded.find("t.a")->is_symbolic);
  CHECK(loaded.find("t.a")->attributes.value.get("y") == value::Value::integer(1));
  CHECK(loaded.find("t.a")->attributes.value.get("x").is_unknown());
  CHECK(loaded.find("t.b")->is_symbolic);
}

TEST_CASE("attributes, blocks and elements know where they stand") {
  const LoadedRoot loaded(Files{{"main.tf",
                                 "resource \"t\" \"a\" {\n  tags = {\n    k = \"v\"\n  }\n  rule "
                                 "{\n    ports = [1, 2]\n  }\n}\n"}});
  REQUIRE(loaded.root.resources.size() == 1);
  const auto& attributes = loaded.root.resources[0].attributes;
  CHECK(loaded.text(loaded.root.resources[0].header) == "resource \"t\" \"a\" {");
  CHECK(loaded.text(step(step(attributes, intern("tags")), intern("k")).place) == "\"v\"");
  const auto rule = step(step(attributes, intern("rule")), 0);
  CHECK(loaded.text(rule.place) == "rule {\n    ports = [1, 2]\n  }");
  CHECK(loaded.text(step(step(rule, intern("ports")), 1).place) == "2");
}

TEST_CASE("limits end what would not end, and say so") {
  LoadOptions options;
  options.limits.instances = 3;
  const LoadedRoot loaded(Files{{"main.tf", "resource \"t\" \"a\" {\n  count = 1000000000\n}\n"}},
                          options);
  CHECK(loaded.root.resources.size() == 3);
  CHECK(loaded.problems() ==
        Lines{"main.tf:2:11: error: 't.a' has 1000000000 instances, only the first 3 are read"});

  std::string chain = "locals {\n  l0 = 1\n";
  for (int i = 1; i < 3000; ++i)
    chain += "  l" + std::to_string(i) + " = local.l" + std::to_string(i - 1) + "\n";
  const LoadedRoot deep(
      Files{{"main.tf", chain + "}\nresource \"t\" \"a\" {\n  x = local.l2999\n}\n"}});
  CHECK(source::has_errors(deep.root.diagnostics));
}
