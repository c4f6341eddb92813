// Several roots of one run: shared modules, environments, installed modules.

#include <catch2/catch.hpp>

#include "model/read.h"
#include "support/memory_file_system.h"

using namespace stopgate;

namespace {

constexpr std::string_view kModule =
    "variable \"n\" {\n  default = 1\n}\nresource \"terraform_data\" \"a\" {\n  input = var.n\n"
    "  x     = 1\n}\n";

std::vector<std::string> inputs(const model::Model& model) {
  std::vector<std::string> out;
  for (const auto& root : model.roots)
    for (const auto& resource : root.resources)
      out.push_back(root.path + " " + root.environment + " " + resource.address + " " +
                    value::to_text(resource.attributes.value.get("input")));
  return out;
}

}  // namespace

TEST_CASE("a module that several roots call is read once, and its faults are said once") {
  const test::MemoryFileSystem files{
      {"/r/.git/HEAD", "ref: refs/heads/main\n"},
      {"/r/m/main.tf", std::string(kModule)},
      {"/r/a/main.tf", "module \"m\" {\n  source = \"../m\"\n}\n"},
      {"/r/b/main.tf", "module \"m\" {\n  source = \"../m\"\n  n      = 2\n}\n"}};
  const auto model = model::read_model(files, {"/r"}, {.jobs = 1});
  REQUIRE(model);
  CHECK(model->sources->size() == 3);
  CHECK(inputs(*model) == std::vector<std::string>{"/r/a  module.m.terraform_data.a 1",
                                                   "/r/b  module.m.terraform_data.a 2"});
  REQUIRE(model->diagnostics.size() == 1);
  CHECK(model->diagnostics[0].message == "terraform_data has no argument 'x'");
}

TEST_CASE("a root is evaluated under each environment") {
  const test::MemoryFileSystem files{
      {"/r/main.tf",
       "variable \"n\" {}\nvariable \"stage\" {\n  default = \"none\"\n}\n"
       "resource \"terraform_data\" \"a\" {\n  input = \"${var.stage}-${var.n}\"\n}\n"},
      {"/r/terraform.tfvars", "n = 1\n"},
      {"/r/dev.tfvars", "stage = \"dev\"\n"},
      {"/r/prod.tfvars", "stage = \"prod\"\n"},
      {"/r/large.tfvars", "n = 100\n"}};
  const auto model =
      model::read_model(files, {"/r"},
                        {.environments = {{"dev", {"/r/dev.tfvars"}},
                                          {"prod", {"/r/prod.tfvars", "/r/large.tfvars"}}},
                         .jobs = 1});
  REQUIRE(model);
  CHECK(inputs(*model) == std::vector<std::string>{"/r dev terraform_data.a \"dev-1\"",
                                                   "/r prod terraform_data.a \"prod-100\""});
}

TEST_CASE("files of Terraform's family that are no modules are named and not read") {
  const test::MemoryFileSystem files{
      {"/r/main.tf", "resource \"terraform_data\" \"a\" {}\n"},
      {"/r/x.tf.json", R"({"resource": {"terraform_data": {"hidden": {}}}})"},
      {"/r/x.tofu.json", R"({"resource": {"terraform_data": {"seen": {}}}})"},
      {"/r/a.tftest.hcl", "run \"x\" {}\n"},
      {"/r/a.tfstack.hcl", "?"},
      {"/r/terragrunt.hcl", "inputs = {}\n"}};
  const auto model = model::read_model(files, {"/r"}, {.jobs = 1});
  REQUIRE(model);
  CHECK(inputs(*model) ==
        std::vector<std::string>{"/r  terraform_data.a null", "/r  terraform_data.seen null"});
  std::vector<std::string> said;
  for (const auto& diagnostic : model->diagnostics)
    said.push_back(diagnostic.path + ": " + diagnostic.message);
  CHECK(said ==
        std::vector<std::string>{
            "/r/a.tfstack.hcl: not loaded: this is a stack, which is not read: check the plan JSON "
            "of its components instead",
            "/r/a.tftest.hcl: not loaded: this is a test file",
            "/r/terragrunt.hcl: not loaded: this is a Terragrunt unit, which is not read: check "
            "the plan JSON that Terragrunt produces instead"});
}
