#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "hcl/parser.h"
#include "hcl/print.h"

namespace stopgate::hcl {
namespace {

// `=== name`, source, `---`, the tree and the diagnostics.
struct Case {
  std::string name;
  std::string source;
  std::string expected;
};

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<Case> read_cases(const std::filesystem::path& path) {
  std::vector<Case> cases;
  std::istringstream lines(read_file(path));
  bool in_source = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("=== ")) {
      cases.push_back({.name = line.substr(4), .source = {}, .expected = {}});
      in_source = true;
    } else if (line == "---") {
      in_source = false;
    } else {
      (in_source ? cases.back().source : cases.back().expected) += line + "\n";
    }
  }
  return cases;
}

std::string parsed(const std::string& text) {
  source::SourceMap sources;
  const auto file = parse(sources, sources.add("main.tf", text));
  auto out = print(file.body);
  for (const auto& diagnostic : file.diagnostics) out += to_string(diagnostic, sources) + "\n";
  return out;
}

TEST_CASE("builds the trees of the corpus") {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(
           std::filesystem::path(STOPGATE_SOURCE_DIR) / "tests/corpus/hcl"))
    paths.push_back(entry.path());
  std::ranges::sort(paths);
  for (const auto& path : paths) {
    auto cases = read_cases(path);
    for (auto& item : cases) {
      const auto found = parsed(item.source);
      if (std::getenv("STOPGATE_UPDATE_GOLDEN") != nullptr) item.expected = found;
      INFO(path.filename() << ": " << item.name);
      CHECK(found == item.expected);
    }
    if (std::getenv("STOPGATE_UPDATE_GOLDEN") == nullptr) continue;
    std::ofstream out(path, std::ios::binary);
    for (const auto& item : cases)
      out << "=== " << item.name << "\n" << item.source << "---\n" << item.expected;
  }
}

}  // namespace
}  // namespace stopgate::hcl
