#include "cel/checker.h"
#include "cel/node.h"
#include "cel/parser.h"
#include "cel/planner.h"
#include "cel/program.h"

namespace stopgate::cel {

namespace {

// As other implementations have it; also what bounds the time that compiling takes.
constexpr std::size_t kLongestExpression = 100'000;

}  // namespace

Compiled compile(const Environment& environment, std::string_view text,
                 const CompileOptions& options) {
  Compiled compiled;
  if (text.size() > kLongestExpression) {
    compiled.issues.push_back(
        {{0, 1},
         "expression is longer than " + std::to_string(kLongestExpression) + " bytes",
         "split it with variables"});
    return compiled;
  }
  auto program = std::make_shared<Program>();
  program->text = std::string(text);
  program->environment = &environment;
  Arena arena;  // of the syntax tree, which nobody needs after planning
  const auto parsed =
      parse(arena, program->text, environment.tables().dialect, options.depth_limit);
  if (parsed.root == nullptr) {
    compiled.issues.push_back(*parsed.issue);
    return compiled;
  }
  if (options.check_types) {
    compiled.result = check(environment, *parsed.root, options, compiled.issues);
    if (!compiled.issues.empty()) return compiled;
  }
  plan(*program, *parsed.root, options, compiled.issues);
  if (compiled.issues.empty()) compiled.program = std::move(program);
  return compiled;
}

}  // namespace stopgate::cel
