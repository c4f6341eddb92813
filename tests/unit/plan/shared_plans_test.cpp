#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <regex>
#include <string>
#include <vector>

#include "plan/address.h"
#include "plan/facts.h"
#include "unit/plan/support.h"

// Plans that Terraform wrote for small configurations, with the counts of their actions in a
// README:
//   - `data/01-create`: one create, id/output unknown (1 create; exit 2)

namespace stopgate::plan {

namespace {

struct Scenario {
  std::string name;
  std::map<std::string, int> counts;  // "delete+create" → 5, "drift" → 1
};

std::vector<Scenario> read_scenarios(const std::string& folder) {
  std::vector<Scenario> out;
  std::ifstream readme(folder + "/README.md");
  const std::regex line_pattern(R"(^- `([^`]+)`: .*\(([^()]*); exit \d\).*$)");
  const std::regex count_pattern(R"((\d+) ([a-z+-]+))");
  for (std::string line; std::getline(readme, line);) {
    std::smatch match;
    if (!std::regex_match(line, match, line_pattern)) continue;
    Scenario scenario{match[1], {}};
    const std::string counts = match[2];
    for (std::sregex_iterator at(counts.begin(), counts.end(), count_pattern), end; at != end; ++at)
      scenario.counts[(*at)[2]] = std::stoi((*at)[1]);
    out.push_back(std::move(scenario));
  }
  return out;
}

std::string written_action(Action action) {
  if (action == Action::Replace) return "delete+create";
  if (action == Action::CreateThenDelete) return "create+delete";
  return std::string(name_of(action));
}

void check_change(const Plan& plan, const Change& change) {
  INFO(change.address);
  const auto address = parse_address(change.address);
  REQUIRE(address);
  CHECK(to_string(*address) == change.address);
  CHECK(address->type == change.type);
  CHECK(address->name == change.name);
  CHECK(address->is_data != change.is_managed);
  Arena arena;
  const auto facts = change_facts(plan, change, arena);
  CHECK(facts.get("lossClass").is_string());
}

}  // namespace

TEST_CASE("real plans read without errors, and count as their README says") {
  const std::string folder = std::string(STOPGATE_SHARED).append("/plans");
  if (!std::filesystem::exists(folder + "/README.md")) {
    std::cout << "skipped: " << folder << " is absent\n";
    SUCCEED("nothing to compare with");
    return;
  }
  int plans = 0;
  for (const auto& scenario : read_scenarios(folder)) {
    INFO(scenario.name);
    const auto path = folder + "/" + scenario.name + "/plan.json";
    if (!std::filesystem::exists(path)) continue;
    const auto plan = read_plan_file(path);
    for (const auto& diagnostic : plan.diagnostics) FAIL_CHECK(diagnostic.message);
    std::map<std::string, int> counts;
    for (const auto& change : plan.changes) {
      ++counts[written_action(change.action)];
      check_change(plan, change);
    }
    if (!plan.drift.empty()) counts["drift"] = static_cast<int>(plan.drift.size());
    CHECK(counts == scenario.counts);
    ++plans;
  }
  CHECK(plans > 70);
}

TEST_CASE("real plans that stand beside the README read too") {
  const std::string folder = std::string(STOPGATE_SHARED).append("/plans");
  if (!std::filesystem::exists(folder)) {
    std::cout << "skipped: " << folder << " is absent\n";
    SUCCEED("nothing to compare with");
    return;
  }
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().filename() != "plan.json") continue;
    INFO(entry.path().string());
    const auto plan = read_plan_file(entry.path().string());
    CHECK_FALSE(source::has_errors(plan.diagnostics));
    CHECK_FALSE(plan.format_version.empty());
  }
}

}  // namespace stopgate::plan
