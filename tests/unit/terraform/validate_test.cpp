// What is found wrong in a module before anything is planned, and what is not.

#include <catch2/catch.hpp>

#include "unit/terraform/loaded_root.h"

using namespace stopgate;
using namespace stopgate::terraform;
using test::LoadedRoot;

namespace {

using Lines = std::vector<std::string>;

struct Case {
  std::string what;
  std::string text;
  Lines problems;
};

void check(const std::vector<Case>& cases) {
  for (const auto& one : cases) {
    INFO(one.what);
    CHECK(LoadedRoot(test::Files{{"main.tf", one.text}}).problems() == one.problems);
  }
}

}  // namespace

TEST_CASE("terraform blocks and versions are checked") {
  check({
      {"constraints that can be satisfied",
       R"(terraform {
  required_version = ">= 1.3, < 2.0.0-beta1"
  required_providers {
    aws  = { source = "hashicorp/aws", version = "~> 5.0, != 5.1.2" }
    tls  = { source = "registry.terraform.io/hashicorp/tls" }
    old  = "2.0"
  }
  backend "s3" {}
})",
       {}},
      {"a version that nobody has",
       "terraform {\n  required_version = \">= 99.0\"\n}",
       {"main.tf:2:22: error: no release of Terraform or OpenTofu satisfies '>= 99.0'"}},
      {"no versions",
       "terraform {\n  required_version = \"latest\"\n  required_providers {\n"
       "    aws = { version = \"5.0,\" }\n  }\n}",
       {"main.tf:2:22: error: the version constraint 'latest' cannot be read: 'latest' names no "
        "version",
        "main.tf:4:23: error: the version constraint '5.0,' cannot be read: a part of it is "
        "empty"}},
      {"an address of four parts, and a setting that is none",
       "terraform {\n  required_providers {\n    x = { source = \"a/b/c/d\", versoin = \"1\" }\n"
       "  }\n}",
       {"main.tf:3:20: error: 'a/b/c/d' is no address of a provider",
        "main.tf:3:31: error: required_providers has no setting 'versoin' for a provider"}},
      {"two backends",
       "terraform {\n  backend \"local\" {}\n  cloud {}\n}",
       {"main.tf:3:3: error: this module has a second backend"}},
  });
}

TEST_CASE("conditions that check nothing are found") {
  check({
      {"conditions that check something",
       R"(variable "a" {
  default = 1
  validation {
    condition     = var.a > 0
    error_message = "more"
  }
}
resource "t" "a" {
  lifecycle {
    postcondition {
      condition     = self.x == 1
      error_message = "one"
    }
  }
})",
       {}},
      {"a constant, another variable, nothing",
       R"(variable "b" {}
variable "a" {
  validation {
    condition     = true
    error_message = "x"
  }
  validation {
    condition     = var.b
    error_message = "x"
  }
  validation {
    condition = var.a
  }
})",
       {"main.tf:4:21: error: the condition refers to nothing, so it checks nothing",
        "main.tf:8:21: error: the validation of variable 'a' does not look at its value",
        "main.tf:11:3: error: the validation block has no argument 'error_message'"}},
  });
}

TEST_CASE("arguments that are names have to name what is declared") {
  check({
      {"depends_on and replace_triggered_by",
       R"(resource "t" "a" {
  depends_on = [t.b, module.m]
  lifecycle {
    replace_triggered_by = [t.aa.id]
  }
})",
       {"main.tf:2:17: error: there is no resource 't.b' in this module",
        "main.tf:2:22: error: there is no module call 'm' in this module",
        "main.tf:4:29: error: there is no resource 't.aa' in this module"}},
      {"a provider that is not configured",
       "resource \"t\" \"a\" {\n  provider = t.eu\n}",
       {"main.tf:2:14: error: there is no provider configuration 't.eu' in this module"}},
      {"one that the caller hands in",
       "terraform {\n  required_providers {\n    t = { source = \"x/t\", "
       "configuration_aliases = [t.eu] }\n  }\n}\nresource \"t\" \"a\" {\n  provider = t.eu\n}",
       {}},
  });
}

TEST_CASE("moved, removed and import blocks are checked") {
  check({
      {"moves that can be made",
       "resource \"t\" \"b\" {}\nmoved {\n  from = t.a\n  to   = t.b\n}\nmoved {\n"
       "  from = module.a[\"x.y\"].t.c\n  to   = t.b\n}",
       {}},
      {"a resource to a module, and what is still there",
       "resource \"t\" \"a\" {}\nmoved {\n  from = t.b\n  to   = module.x\n}\n"
       "moved {\n  from = t.a\n  to   = t.c\n}\nremoved {\n  from = t.a\n}",
       {"main.tf:2:1: error: 'module.x' is a module, 't.b' is a resource",
        "main.tf:6:1: warning: 't.a' is moved to 't.c', but is still declared",
        "main.tf:10:1: warning: 't.a' is to be removed, but is still declared"}},
      {"an import twice",
       "resource \"t\" \"a\" {}\nimport {\n  to = t.a\n  id = \"1\"\n}\nimport {\n  to = t.a\n"
       "  id = \"2\"\n}",
       {"main.tf:7:8: error: 't.a' is imported twice; the first time at /r/main.tf:2"}},
  });
}

TEST_CASE("values that may not go where they go are found") {
  check({
      {"a sensitive output of the root",
       "variable \"s\" {\n  sensitive = true\n}\noutput \"o\" {\n  value = [var.s]\n}\n"
       "output \"p\" {\n  value     = var.s\n  sensitive = true\n}",
       {"main.tf:5:11: error: output 'o' shows a sensitive value"}},
      {"an ephemeral value that would be kept",
       "variable \"s\" {\n  ephemeral = true\n}\nresource \"t\" \"a\" {\n  x    = var.s\n"
       "  y_wo = var.s\n}",
       {"main.tf:5:10: error: argument 'x' has an ephemeral value, which cannot be kept in the "
        "state"}},
      {"null where null must not be",
       "variable \"a\" {\n  default  = null\n  nullable = false\n}",
       {"main.tf:2:14: error: variable 'a' must not be null, but null is its default"}},
      {"a type in quotes",
       "variable \"a\" {\n  type = \"string\"\n}",
       {"main.tf:2:10: error: the type 'string' is written in quotes"}},
  });
  CHECK(LoadedRoot(test::Files{{"main.tf.json", R"({"variable": {"a": {"type": "string"}}})"}})
            .problems()
            .empty());
}

TEST_CASE("what is not known at all fits every function") {
  check({{"outputs of a module that is not installed",
          R"(module "m" {
  source = "example/m/aws"
}
locals {
  a = [element(module.m.x, 0), one(module.m.x), index(module.m.x, "a"), contains(module.m.x, 1)]
  b = [slice(module.m.x, 0, 1), concat(module.m.x, [""]), zipmap(module.m.x, module.m.y)]
  c = [element(module.m.x[*].id, 0), merge(module.m.x, {}), join(",", module.m.x)]
})",
          {}}});
}
