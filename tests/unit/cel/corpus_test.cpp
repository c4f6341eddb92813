// tests/corpus/cel/*.txt: "=== name", expression, "---", the value as JSON, or "error: text" or
// "issue: text" that the message contains.

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/text.h"
#include "cel/program.h"

namespace stopgate {

namespace {

struct Case {
  std::string name, expression, expected;
};

std::vector<Case> read_cases(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::vector<Case> cases;
  bool in_expectation = false;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("=== ")) {
      cases.push_back({line.substr(4), {}, {}});
      in_expectation = false;
    } else if (line == "---") {
      in_expectation = true;
    } else if (!cases.empty()) {
      auto& to = in_expectation ? cases.back().expected : cases.back().expression;
      to += (to.empty() ? "" : "\n") + line;
    }
  }
  return cases;
}

std::string result_of(const cel::Environment& environment, const std::string& expression) {
  const auto compiled = cel::compile(environment, expression);
  if (!compiled.program)
    return "issue: " + compiled.issues.front().message +
           (compiled.issues.front().help.empty() ? "" : " (" + compiled.issues.front().help + ")");
  cel::Activation activation(environment);
  cel::Evaluator evaluator;
  const auto outcome = evaluator.evaluate(*compiled.program, activation);
  if (outcome.value.is_error()) return "error: " + std::string(outcome.value.as_error().message);
  Arena arena;
  return value::to_text(outcome.value.to_value(arena));
}

}  // namespace

TEST_CASE("corpus of expressions") {
  const auto environment = cel::Environment::standard();
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(
           std::filesystem::path(STOPGATE_SOURCE_DIR) / "tests/corpus/cel")) {
    for (const auto& each : read_cases(entry.path())) {
      ++count;
      const auto result = result_of(environment, std::string(trim(each.expression)));
      INFO(entry.path().filename().string() << ": " << each.name << ": " << each.expression);
      const auto expected = std::string(trim(each.expected));
      const bool is_message = expected.starts_with("error: ") || expected.starts_with("issue: ");
      if (!is_message)
        CHECK(result == expected);
      else
        CHECK((result.starts_with(expected.substr(0, 7)) &&
                       result.find(expected.substr(7)) != std::string::npos
                   ? expected
                   : result) == expected);
    }
  }
  CHECK(count > 50);
}

}  // namespace stopgate
