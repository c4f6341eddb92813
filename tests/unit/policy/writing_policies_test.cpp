// The policies of docs/writing-policies.md, and what `policy new` writes: each passes its own
// tests.

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "policy/example_run.h"
#include "policy/fuzz.h"
#include "policy/policy_check.h"
#include "policy/skeleton.h"

using namespace stopgate;

namespace {

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// Fenced YAML that begins with an id.
std::vector<std::string> policies_in(const std::string& markdown) {
  std::vector<std::string> out;
  constexpr std::string_view kOpen = "```yaml ";
  for (auto at = markdown.find(kOpen); at != std::string::npos; at = markdown.find(kOpen, at)) {
    const auto begin = markdown.find('\n', at) + 1;
    const auto end = markdown.find("\n```", begin) + 1;
    auto text = markdown.substr(begin, end - begin);
    if (text.starts_with("id: ")) out.push_back(std::move(text));
    at = end;
  }
  return out;
}

void check_works(const std::string& text) {
  source::SourceMap sources;
  const auto loaded = policy::load_policies(sources, sources.add("policy.yaml", text));
  for (const auto& diagnostic : loaded.diagnostics) FAIL(to_string(diagnostic, sources));
  REQUIRE(loaded.policies.size() == 1);
  const auto& policy = loaded.policies.front();
  INFO(policy.policy.id);
  for (const auto& remark : policy::check_policy(policy.policy, sources))
    FAIL_CHECK(to_string(remark, sources));
  for (const auto& result : policy::run_examples(policy, sources)) {
    INFO(result.title << (result.problems.empty() ? "" : ": " + result.problems.front()));
    CHECK(result.has_passed);
  }
}

}  // namespace

TEST_CASE("the policies of docs/writing-policies.md work as they are") {
  const auto path = std::filesystem::path(STOPGATE_SOURCE_DIR) / "docs/writing-policies.md";
  const auto policies = policies_in(read_file(path));
  CHECK(policies.size() == 3);
  for (const auto& text : policies) check_works(text);
}

TEST_CASE("a new policy passes its own tests") {
  for (const auto* id : {"k8s.team.x", "plan.team.x", "aws.team.x"})
    check_works(policy::policy_skeleton(id, policy::usual_target(id)));
  check_works(policy::policy_skeleton("team.object.x", policy::Target::Object));
}
