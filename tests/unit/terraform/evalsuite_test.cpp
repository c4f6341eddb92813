// What Terraform planned for one-expression resources, and which small modules it accepts: recorded
// answers, where the shared data is present.

#include <catch2/catch.hpp>
#include <fstream>
#include <iostream>

#include "json/reader.h"
#include "terraform/load.h"
#include "unit/terraform/loaded_root.h"

using namespace stopgate;
using namespace stopgate::terraform;
using test::LoadedRoot;

namespace {

const std::string kOracles = std::string(STOPGATE_SHARED) + "/oracles";

std::string read_text(const std::string& path) {
  const source::DiskFileSystem disk;
  return disk.read(path, std::uint64_t{64} << 20).value_or("");
}

std::vector<value::Document> read_lines(const std::string& path) {
  std::vector<value::Document> documents;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    if (!line.empty()) documents.push_back(json::parse(line));
  }
  return documents;
}

std::string text_of(const value::Value& value) {
  return std::string(value.string_if().value_or(""));
}

}  // namespace

TEST_CASE("the evaluation suite agrees with terraform plan") {
  const auto folder = kOracles + "/evalsuite/";
  const auto cases = read_lines(folder + "cases.jsonl");
  if (cases.empty()) {
    std::cout << "skipped: " << folder << " is absent\n";
    SUCCEED();
    return;
  }
  std::size_t agreed = 0;
  for (const auto& document : cases) {
    const auto& record = document.root.value;
    const auto file = text_of(record.get("file"));
    const auto stem = file.substr(0, file.size() - 3);
    test::Files files;
    for (const auto* name : {"base.tf", "x.auto.tfvars", "y.auto.tfvars.json", "terraform.tfvars",
                             "mod/main.tf", "files/t.tpl", "files/c.yaml", "files/safe.txt"}) {
      files[name] = read_text(folder + name);
    }
    if (file != "base.tf") files["case.tf"] = read_text(folder + file);
    if (const auto changes = read_text(folder + stem + "_override.tf"); !changes.empty())
      files["case_override.tf"] = changes;
    const LoadedRoot loaded(files);
    const auto name = "terraform_data." + text_of(record.get("name"));
    std::map<std::string, std::string> found;
    for (const auto& resource : loaded.root.resources) {
      if (resource.base_address == name)
        found[resource.address] = value::to_text(resource.attributes.value.get("input"));
    }
    std::map<std::string, std::string> expected;
    for (const auto& member : record.get("planned").members())
      expected[std::string(member.key.text())] = value::to_text(member.value);
    if (found == expected && !source::has_errors(loaded.root.diagnostics)) {
      ++agreed;
      continue;
    }
    std::cout << "evalsuite " << name << " differs:";
    for (const auto& [address, value] : found) std::cout << " " << address << "=" << value;
    for (const auto& problem : loaded.problems()) std::cout << "\n  " << problem;
    std::cout << "\n";
  }
  std::cout << "evalsuite: " << agreed << " of " << cases.size() << " agree\n";
  CHECK(agreed == cases.size());
}
