// Build tool: reads policy files, fails on any mistake in them, and writes the table of built-ins.
//
//   stopgate_embed OUTPUT.cpp FOLDER

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "policy/builtin.h"
#include "policy/load.h"
#include "source/file_system.h"

namespace {

// YAML files below the folder, but for tables of data (folders named "data"), sorted.
std::vector<std::string> policy_files(const std::filesystem::path& folder) {
  std::vector<std::string> out;
  for (auto it = std::filesystem::recursive_directory_iterator(folder);
       it != std::filesystem::recursive_directory_iterator(); ++it) {
    if (it->is_directory() && it->path().filename() == "data") it.disable_recursion_pending();
    if (it->is_regular_file() && it->path().extension() == ".yaml")
      out.push_back(it->path().string());
  }
  std::ranges::sort(out);
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: stopgate_embed OUTPUT.cpp FOLDER\n";
    return 2;
  }
  const stopgate::source::DiskFileSystem disk;
  stopgate::source::SourceMap sources;
  std::vector<stopgate::policy::Policy> policies;
  bool is_broken = false;
  const auto parent = std::filesystem::path(argv[2]).parent_path();
  for (const auto& path : policy_files(argv[2])) {
    auto text = disk.read(path, stopgate::Limits{}.file_bytes);
    if (!text) {
      std::cerr << path << ": " << text.error().message << '\n';
      return 1;
    }
    const auto loaded = stopgate::policy::load_policies(
        sources, sources.add(std::filesystem::relative(path, parent).string(), *std::move(text)));
    for (const auto& diagnostic : loaded.diagnostics)
      std::cerr << stopgate::source::to_string(diagnostic, sources) << '\n';
    is_broken = is_broken || stopgate::source::has_errors(loaded.diagnostics);
    for (const auto& one : loaded.policies) policies.push_back(one.policy);
  }
  std::ranges::sort(policies, {}, &stopgate::policy::Policy::id);
  for (std::size_t i = 1; i < policies.size(); ++i) {
    if (policies[i].id != policies[i - 1].id) continue;
    std::cerr << policies[i].path << ": error: policy '" << policies[i].id << "' is also in "
              << policies[i - 1].path << '\n';
    is_broken = true;
  }
  std::ofstream(argv[1]) << stopgate::policy::write_builtin_table(policies);
  return is_broken ? 1 : 0;
}
