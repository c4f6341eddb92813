#include "model/reach.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "source/memory_file_system.h"

using namespace stopgate;
using namespace stopgate::model;

namespace {

using Folders = std::set<std::string>;

const source::MemoryFileSystem kFiles = {
    {"modules/net/main.tf", "resource \"a\" \"b\" {}"},
    {"modules/net/user-data.sh", ""},
    {"modules/app/main.tf", "module \"net\" {\n  source = \"../net\"\n}"},
    {"envs/prod/main.tf", "module \"app\" {\n  source = \"../../modules/app\"\n}"},
    {"envs/stage/main.tf", "module \"net\" {\n  source = \"./../../modules/net\"\n}"},
    {"envs/other/main.tf", "locals {\n  f = fileset(path.module, \"*.json\")\n}"},
    {"envs/reader/main.tf", "locals {\n  f = file(\"${path.module}/../../data/list.json\")\n}"},
    {"data/list.json", "[]"},
    {"README.md", ""},
    {".terraform/modules/x/main.tf", ""},
};

std::vector<std::string> paths() {
  return {".terraform/modules/x/main.tf", "README.md",           "data/list.json",
          "envs/other/main.tf",           "envs/prod/main.tf",   "envs/reader/main.tf",
          "envs/stage/main.tf",           "modules/app/main.tf", "modules/net/main.tf",
          "modules/net/user-data.sh"};
}

Folders reached(std::set<std::string> changed) {
  return reach_of(kFiles, paths(), {.paths = std::move(changed), .renamed = {}}, 1, {}).folders;
}

}  // namespace

TEST_CASE("a module that changed reaches all that call it") {
  CHECK(reached({"modules/net/main.tf"}) ==
        Folders{"envs/prod", "envs/stage", "modules/app", "modules/net"});
  CHECK(reached({"modules/app/main.tf"}) == Folders{"envs/prod", "modules/app"});
  CHECK(reached({"envs/prod/main.tf"}) == Folders{"envs/prod"});
}

TEST_CASE("other files reach who may read them") {
  CHECK(reached({"data/list.json"}) == Folders{"envs/reader"});
  CHECK(reached({"envs/other/new.json"}) == Folders{"envs/other"});
  CHECK(reached({"envs/prod/x.tfvars"}) == Folders{"envs/prod"});
  CHECK(reached({"README.md"}).empty());
  CHECK(reached({".terraform/modules/x/main.tf"}).empty());
}

TEST_CASE("manifests are read as far around as they are few") {
  const auto manifests = [](std::size_t near, std::size_t far) {
    std::vector<std::string> all;
    for (std::size_t i = 0; i < far; ++i) all.push_back("a/" + std::to_string(i) + ".yaml");
    for (std::size_t i = 0; i < near; ++i) all.push_back("b/c/" + std::to_string(i) + ".yaml");
    std::ranges::sort(all);
    return reach_of(kFiles, all, {.paths = {"b/c/0.yaml"}, .renamed = {}}, 1, {}).manifests;
  };
  CHECK(manifests(10, 10) == Folders{""});
  CHECK(manifests(10, 2'000) == Folders{"b"});
  CHECK(manifests(2'000, 0) == Folders{"b/c"});
}

TEST_CASE("inputs are those in reach, without templates of charts") {
  const source::MemoryFileSystem files = {{"chart/Chart.yaml", "name: c"},
                                          {"chart/templates/x.yaml", "{{ }}"},
                                          {"k8s/a.yaml", "a: 1"},
                                          {"k8s/b.json", "{\"apiVersion\": \"v1\"}"},
                                          {"t/main.tf", ""},
                                          {"u/main.tf", ""}};
  const std::vector<std::string> all = {"chart/Chart.yaml", "chart/templates/x.yaml",
                                        "k8s/a.yaml",       "k8s/b.json",
                                        "t/main.tf",        "u/main.tf"};
  const Change change{.paths = {"chart/templates/x.yaml", "k8s/b.json"}, .renamed = {}};
  const auto inputs = inputs_in_reach(files, all, {{"t"}, {"k8s"}}, change, {});
  CHECK(inputs.folders == std::vector<std::string>{"t"});
  CHECK(inputs.manifests == std::vector<std::string>{"k8s/a.yaml", "k8s/b.json"});
  REQUIRE(inputs.skipped.size() == 1);
  CHECK(inputs.skipped[0].first == "chart/templates");
}
